import { at, type HostileCase } from './hostileCase.ts';
import type { RawAnswer } from './modelServer.ts';
import type { WatchedServer } from './watchedServer.ts';

let documents = 0;

/** Pieces of some length of a text. */
function* piecesOf(text: string, size: number): Generator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}

/** Asks for completions and for a fix that are all answered with a text, so many characters an event. */
export const answered = (name: string, text: () => string, size = 20): HostileCase => ({
  name: `an answer: ${name}`,
  async run(server) {
    const whole = text();
    server.model.answers = () => piecesOf(whole, size);
    await askForAll(server);
  },
});

/** Likewise to the byte. */
export const streamed = (name: string, raw: (isChat: boolean) => RawAnswer): HostileCase => ({
  name: `a stream: ${name}`,
  async run(server) {
    server.model.raw = raw;
    await askForAll(server);
  },
});

async function askForAll(server: WatchedServer): Promise<void> {
  const uri = `file:///hostile/answer${documents++}.ts`;
  // No answer of before may serve, nor an endpoint rest because of it.
  await server.lsp.client.sendNotification('aurelis/credentialChanged', { endpointId: 'hostile' });
  await server.lsp.open(uri, 'typescript', sourceOf(documents));
  for (const line of [2, 3]) await server.lsp.complete(uri, at(line, 2), true);
  await fixAt(server, uri);
  await server.close(uri);
  server.model.answers = () => ['compute(first)'];
  server.model.raw = undefined;
}

const sourceOf = (index: number) =>
  `export function area(width, height) {\n  const x = ${index};\n  \n  \n  return x;\n}\n`;

async function fixAt(server: WatchedServer, uri: string): Promise<void> {
  const range = { start: at(1, 2), end: at(1, 6) };
  const found = await server.lsp.client.sendRequest<object[]>('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context: { diagnostics: [{ range, message: 'm', source: 's' }] },
  });
  for (const action of found.slice(0, 1))
    await server.lsp.client.sendRequest('codeAction/resolve', action).catch(() => undefined);
}
