import { at, type HostileCase, insertion, lines } from './hostileCase.ts';
import type { WatchedServer } from './watchedServer.ts';

const LINES = 60_000;
const code = (index: number): string => `  const value${index} = compute(${index}, first, second);`;
const fiveMegabytes = (): string => lines(110_000, code);

/** Opens a document, does something with it, asks in it, and closes it. */
const inDocument = (
  name: string,
  text: () => string,
  run: (server: WatchedServer, uri: string) => Promise<unknown> = async () => undefined,
  languageId = 'typescript',
): HostileCase => ({
  name,
  async run(server) {
    const uri = 'file:///hostile/document.ts';
    await server.lsp.open(uri, languageId, text());
    await run(server, uri);
    await server.lsp.complete(uri, at(0, 10), true);
    await server.close(uri);
  },
});

const replacements = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => ({
    range: { start: at(index), end: at(index, 12) },
    text: text(index),
  }));

/** Sends events faster than they can be handled; a thousand at a time, as the sender's own queue takes longer than all else. */
async function flood(count: number, send: (index: number) => Promise<void>): Promise<void> {
  for (let first = 0; first < count; first += 1_000) {
    const many = Array.from(
      { length: Math.min(1_000, count - first) },
      (_, index) => first + index,
    );
    await Promise.all(many.map(send));
  }
}

/** Documents and changes of them. */
export const documentCases: readonly HostileCase[] = [
  inDocument('a line of 300 KB', () => 'x'.repeat(300_000)),
  inDocument('a line of 300 KB of blanks', () => `x${' '.repeat(300_000)}y`),
  inDocument('a line of 300 KB of brackets', () => '(['.repeat(150_000)),
  inDocument('a line of 300 KB of quotes', () => `"'\``.repeat(100_000)),
  inDocument('20 lines of 300 KB', () => lines(20, () => 'word '.repeat(60_000))),
  inDocument(
    'typing on a line of 300 KB',
    () => 'word '.repeat(60_000),
    async (server, uri) => {
      for (let index = 0; index < 20; index++) {
        await server.change(uri, [insertion(0, 150_000 + index, 'x')]);
        await server.lsp.complete(uri, at(0, 150_001 + index), false);
      }
    },
  ),
  inDocument('a document of 5 MB', fiveMegabytes, async (server, uri) => {
    for (let index = 0; index < 20; index++) {
      await server.change(uri, [insertion(50_000, index, 'x')]);
      await server.lsp.complete(uri, at(50_000, index + 1), false);
    }
  }),
  inDocument(
    'a document of 5 MB replaced, cut and brought back',
    fiveMegabytes,
    async (server, uri) => {
      await server.change(uri, [{ text: lines(110_000, (index) => code(index + 1)) }]);
      await server.change(uri, [{ text: '' }]);
      await server.change(uri, [{ text: fiveMegabytes() }]);
    },
  ),
  inDocument('a document of 5 MB changed at both ends at once', fiveMegabytes, (server, uri) =>
    server.change(uri, [insertion(0, 0, 'x'), insertion(109_999, 0, 'y')]),
  ),
  inDocument('a document of 12 MB in a million lines', () =>
    '\n'.repeat(1_000_000).replace(/\n/g, 'const a = 1\n'),
  ),
  inDocument(
    '60,000 changes of a line each',
    () => lines(LINES, code),
    (server, uri) =>
      server.change(
        uri,
        replacements(LINES, (index) => `  let name${index}`),
      ),
  ),
  inDocument(
    '60,000 lines put in at the top',
    () => lines(LINES, code),
    (server, uri) =>
      server.change(
        uri,
        Array.from({ length: LINES }, (_, index) => insertion(0, 0, `line ${index}\n`)),
      ),
  ),
  inDocument(
    '60,000 lines put in at top and end in turn',
    () => lines(LINES, code),
    (server, uri) =>
      server.change(
        uri,
        Array.from({ length: LINES }, (_, index) =>
          insertion(index % 2 === 0 ? 0 : LINES + index - 1, 0, `line ${index}\n`),
        ),
      ),
  ),
  inDocument(
    '60,000 lines taken out from the top',
    () => lines(LINES, code),
    (server, uri) =>
      server.change(
        uri,
        Array.from({ length: LINES - 1 }, () => ({
          range: { start: at(0), end: at(1) },
          text: '',
        })),
      ),
  ),
  inDocument(
    '250,000 letters in one batch',
    () => 'let x = 1;',
    (server, uri) =>
      server.change(
        uri,
        Array.from({ length: 250_000 }, (_, index) => insertion(0, index, 'x')),
      ),
  ),
  inDocument(
    '250,000 letters, one an event',
    () => '',
    async (server, uri) => {
      await flood(250_000, (index) => {
        const place = at(Math.floor(index / 100), index % 100);
        const text = index % 100 === 99 ? '\n' : 'x';
        return server.change(uri, [{ range: { start: place, end: place }, text }]);
      });
    },
  ),
  inDocument(
    '50,000 letters on one line, one an event',
    () => '',
    async (server, uri) => {
      await flood(50_000, (index) => server.change(uri, [insertion(0, index, 'x')]));
    },
  ),
  {
    name: '3,000 open documents',
    async run(server) {
      const uris = Array.from({ length: 3_000 }, (_, index) => `file:///hostile/many${index}.ts`);
      for (const uri of uris) await server.lsp.open(uri, 'typescript', lines(30, code));
      for (const uri of uris.slice(0, 5)) await server.lsp.complete(uri, at(2, 8), true);
      for (const uri of uris) await server.close(uri);
    },
  },
];
