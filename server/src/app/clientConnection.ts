import { once } from 'node:events';
import { createConnection as connectSocket, type Socket } from 'node:net';
import { type Connection, createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Transport } from './commandLine.ts';

/** The connection to the client over a transport. Rejects with a sentence where nobody listens at the other end. */
export async function connectClient(transport: Transport): Promise<Connection> {
  switch (transport.kind) {
    case 'stdio':
      // Nobody reads any more.
      process.stdout.on('error', () => process.exit(1));
      return fromArguments();
    case 'ipc':
      return fromArguments();
    case 'socket': {
      const { port } = transport;
      return overSocket(connectSocket(port, '127.0.0.1'), `port ${port} of 127.0.0.1`);
    }
    case 'pipe':
      return overSocket(connectSocket(transport.name), 'the named pipe');
  }
}

/** The library reads the process's arguments; over stdio it also keeps `console` away from the protocol. */
const fromArguments = (): Connection => createConnection(ProposedFeatures.all);

/** The process ends when the socket does. */
async function overSocket(socket: Socket, where: string): Promise<Connection> {
  try {
    await once(socket, 'connect');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new Error(`Aurelis cannot reach the editor at ${where}: it has to listen there${code}.`);
  }
  return createConnection(ProposedFeatures.all, socket, socket);
}
