import { Console } from 'node:console';
import { once } from 'node:events';
import { createConnection as connectSocket, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import {
  type Connection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Clock } from '../base/clock.ts';
import { type ConnectionListener, openConnection } from '../lsp/door/openConnection.ts';
import { StreamReader } from '../lsp/door/streamReader.ts';
import type { Transport } from './commandLine.ts';

/** The connection to the client over a transport. Rejects with a sentence where nobody listens at the other end. */
export async function connectClient(
  transport: Transport,
  listener: ConnectionListener,
  soon: Clock['soon'],
): Promise<Connection> {
  switch (transport.kind) {
    case 'stdio':
      return overStdio(listener, soon);
    case 'ipc': {
      const { connection, ended } = openConnection(
        () => new IPCMessageReader(process),
        new IPCMessageWriter(process),
        listener,
        soon,
      );
      process.once('disconnect', ended);
      return connection;
    }
    case 'socket': {
      const { port } = transport;
      const where = `port ${port} of 127.0.0.1`;
      return overSocket(connectSocket(port, '127.0.0.1'), where, listener, soon);
    }
    case 'pipe':
      return overSocket(connectSocket(transport.name), 'the named pipe', listener, soon);
  }
}

/** Output printed by mistake goes to the errors: it must not stand between the messages. */
function overStdio(listener: ConnectionListener, soon: Clock['soon']): Connection {
  const { stdin, stdout, stderr } = process;
  globalThis.console = new Console(stderr);
  return overStreams(stdin, stdout, listener, soon);
}

async function overSocket(
  socket: Socket,
  where: string,
  listener: ConnectionListener,
  soon: Clock['soon'],
): Promise<Connection> {
  try {
    await once(socket, 'connect');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new Error(`Aurelis cannot reach the editor at ${where}: it has to listen there${code}.`);
  }
  return overStreams(socket, socket, listener, soon);
}

/** Ends with either stream, and at a message whose end nobody can tell. */
function overStreams(
  input: Readable,
  output: Writable,
  listener: ConnectionListener,
  soon: Clock['soon'],
): Connection {
  const broken = () => {
    // The errors are the only place left to say it.
    console.error(BAD_FRAME);
    ended();
  };
  const { connection, ended } = openConnection(
    (handled) => new StreamReader(input, soon, handled, broken),
    new StreamMessageWriter(output),
    listener,
    soon,
  );
  input.once('end', ended);
  input.once('close', ended);
  output.on('error', ended);
  return connection;
}

const BAD_FRAME =
  'Aurelis ends: the editor sent a message without a usable Content-Length header, or one over 80 MB.';
