import {
  type Connection,
  createConnection,
  type MessageReader,
  type MessageWriter,
  ProposedFeatures,
} from 'vscode-languageserver/node';
import type { Clock } from '../../base/clock.ts';
import { plain } from '../../protocol/plainText.ts';
import { serverLog } from '../serverLog.ts';
import { Gate, type GateListener } from './gate.ts';
import { LogOnce } from './logOnce.ts';
import { MessageOrder } from './messageOrder.ts';

/** Told when the process has to end, and with whom. */
export type ConnectionListener = Omit<GateListener, 'onIgnored'>;

/** Makes the reader; `handled` resolves when all that it has read so far has been handled. */
export type OpenReader = (handled: () => Promise<void>) => MessageReader;

/** A connection whose messages pass the gate first. `ended` is to be called when the transport has closed. */
export function openConnection(
  openReader: OpenReader,
  writer: MessageWriter,
  listener: ConnectionListener,
  soon: Clock['soon'],
): { readonly connection: Connection; readonly ended: () => void } {
  const log = new LogOnce();
  const gate = new Gate(writer, {
    onParent: (processId) => listener.onParent(processId),
    onExit: (isShutDown) => listener.onExit(isShutDown),
    onIgnored: (why) =>
      log.add(plain`Ignored a message: ${why}`, (line) => serverLog(connection).warn(line)),
  });
  const order = new MessageOrder(soon);
  const reader = order.behind(gate.behind(openReader(order.handled)));
  const connection = createConnection(ProposedFeatures.all, reader, writer, {
    messageStrategy: order,
  });
  return { connection, ended: () => listener.onExit(gate.isShutDown) };
}
