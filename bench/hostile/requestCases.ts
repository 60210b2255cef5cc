import { CancellationTokenSource } from 'vscode-languageserver/node';
import { at, type HostileCase, lines } from './hostileCase.ts';
import type { WatchedServer } from './watchedServer.ts';

const URI = 'file:///hostile/requests.ts';
const NOTEBOOK = 'file:///hostile/book.ipynb';
const CELLS = 100_000;
const cellUri = (index: number) => `vscode-notebook-cell:/hostile/book.ipynb#${index}`;
const cell = (index: number) => ({ kind: 2, document: cellUri(index) });
const cellText = (index: number) => ({
  uri: cellUri(index),
  languageId: 'python',
  version: 1,
  text: `value = ${index}`,
});

const diagnostic = (index: number) => ({
  range: { start: at(index % 3_000, 2), end: at(index % 3_000, 8) },
  message: `Type 'string' is not assignable to type 'number' (${index})`,
  source: 'ts',
});

/** Refused is as good as answered. */
const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);

async function withDocument(server: WatchedServer, run: () => Promise<unknown>): Promise<void> {
  await server.lsp.open(
    URI,
    'typescript',
    lines(3_000, (index) => `  const value${index} = ${index};`),
  );
  await run();
  await server.close(URI);
}

/** Requests and notebooks. */
export const requestCases: readonly HostileCase[] = [
  {
    name: '10,000 diagnostics in one codeAction',
    run: (server) =>
      withDocument(server, () =>
        server.lsp.client.sendRequest('textDocument/codeAction', {
          textDocument: { uri: URI },
          range: { start: at(0), end: at(2_999) },
          context: { diagnostics: Array.from({ length: 10_000 }, (_, index) => diagnostic(index)) },
        }),
      ),
  },
  {
    name: '10,000 diagnostics for one line',
    run: (server) =>
      withDocument(server, () =>
        server.lsp.client.sendRequest('textDocument/codeAction', {
          textDocument: { uri: URI },
          range: { start: at(5), end: at(5) },
          context: { diagnostics: Array.from({ length: 10_000 }, () => diagnostic(5)) },
        }),
      ),
  },
  {
    name: 'executeCommand with a megabyte of arguments',
    run: (server) =>
      withDocument(server, async () => {
        const { client } = server.lsp;
        const offer = {
          actionId: 'fix',
          uri: URI,
          version: 1,
          title: 'x'.repeat(1_000_000),
          kind: 'quickfix',
        };
        const diagnostics = Array.from({ length: 10_000 }, (_, line) => ({
          line,
          message: 'm'.repeat(100),
        }));
        for (const argument of [
          'x'.repeat(1_000_000),
          { ...offer, diagnostic: diagnostics[0], diagnostics },
          nested(5_000),
        ]) {
          for (const command of ['aurelis.completionAccepted', 'aurelis.runAction'])
            await settled(
              client.sendRequest('workspace/executeCommand', { command, arguments: [argument] }),
            );
        }
      }),
  },
  {
    name: 'a fix on a line of 300 KB',
    async run(server) {
      await server.lsp.open(URI, 'typescript', `${'value(1), '.repeat(30_000)}\nlet x = 1;`);
      const found = await server.lsp.client.sendRequest<{ data?: unknown }[]>(
        'textDocument/codeAction',
        {
          textDocument: { uri: URI },
          range: { start: at(0, 5), end: at(0, 9) },
          context: {
            diagnostics: [{ range: { start: at(0, 5), end: at(0, 9) }, message: 'm', source: 's' }],
          },
        },
      );
      for (const action of found.slice(0, 1))
        await settled(server.lsp.client.sendRequest('codeAction/resolve', action));
      await server.close(URI);
    },
  },
  {
    name: 'explain at line 1e9',
    run: (server) =>
      withDocument(server, () =>
        settled(server.lsp.client.sendRequest('aurelis/explain', { uri: URI, line: 1e9 })),
      ),
  },
  {
    name: '5,000 completions by hand for one place',
    run: (server) =>
      withDocument(server, async () => {
        await Promise.all(
          Array.from({ length: 5_000 }, () => settled(server.lsp.complete(URI, at(5, 10), true))),
        );
      }),
  },
  {
    name: '5,000 completions for one place, each cancelled',
    run: (server) =>
      withDocument(server, async () => {
        const all = Array.from({ length: 5_000 }, () => {
          const source = new CancellationTokenSource();
          const answer = settled(server.lsp.complete(URI, at(6, 10), false, source.token));
          source.cancel();
          return answer;
        });
        await Promise.all(all);
      }),
  },
  {
    name: 'a notebook of 100,000 cells',
    async run(server) {
      const { client } = server.lsp;
      const indices = Array.from({ length: CELLS }, (_, index) => index);
      await client.sendNotification('notebookDocument/didOpen', {
        notebookDocument: {
          uri: NOTEBOOK,
          notebookType: 'jupyter-notebook',
          version: 1,
          cells: indices.map(cell),
        },
        cellTextDocuments: indices.map(cellText),
      });
      for (let round = 0; round < 200; round++) {
        const added = CELLS + round;
        await client.sendNotification('notebookDocument/didChange', {
          notebookDocument: { uri: NOTEBOOK, version: 2 + round },
          change: {
            cells: {
              structure: {
                array: { start: round, deleteCount: 0, cells: [cell(added)] },
                didOpen: [cellText(added)],
              },
            },
          },
        });
        await server.lsp.complete(cellUri(CELLS - 1 - round), at(0, 8), false);
      }
      await client.sendNotification('notebookDocument/didClose', {
        notebookDocument: { uri: NOTEBOOK },
        cellTextDocuments: Array.from({ length: CELLS + 200 }, (_, index) => ({
          uri: cellUri(index),
        })),
      });
    },
  },
];

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let index = 0; index < depth; index++) value = [value];
  return value;
}
