import type { Connection } from 'vscode-languageserver';
import { ClientRequests } from '../../server/src/lsp/door/clientRequests.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';

/** The way to a client that asks for all custom messages, on a clock that stands still. */
export const askingAll = (connection: Connection): ClientRequests =>
  new ClientRequests(connection, new FakeClock(), () => true);
