import { at, type HostileCase, lines } from './hostileCase.ts';
import type { WatchedServer } from './watchedServer.ts';

const URI = 'file:///hostile/client.ts';
const count = <Item>(length: number, item: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => item(index));

/** Refused is as good as answered. */
const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);

/** Sends the same request, or another each time, so many times at once. */
const requests = (
  name: string,
  times: number,
  method: string,
  params: (index: number) => object,
): HostileCase => ({
  name,
  run: async (server) => {
    const { client } = server.lsp;
    await server.lsp.open(
      URI,
      'typescript',
      lines(3_000, (index) => `  const v${index} = ${index};`),
    );
    await Promise.all(count(times, (index) => settled(client.sendRequest(method, params(index)))));
    await server.close(URI);
  },
});

const notifications = (
  name: string,
  times: number,
  method: string,
  params: (index: number) => object,
): HostileCase => ({
  name,
  run: async (server) => {
    for (let index = 0; index < times; index++) {
      await server.lsp.client.sendNotification(method, params(index));
    }
  },
});

/** Settings of a client, and those of before again. */
const settings = (name: string, of: () => readonly object[]): HostileCase => ({
  name,
  run: async (server) => {
    for (const each of of()) await configure(server, each);
    await server.lsp.metrics();
    await configure(server, {});
    await server.lsp.metrics();
  },
});

const configure = (server: WatchedServer, aurelis: object): Promise<void> =>
  server.lsp.client.sendNotification('workspace/didChangeConfiguration', { settings: { aurelis } });

const nested = (depth: number): unknown => {
  let value: unknown = 'x';
  for (let index = 0; index < depth; index++) value = { a: [value] };
  return value;
};

const textDocument = { uri: URI };
const range = (first: number, last: number) => ({ start: at(first), end: at(last) });
const offer = { actionId: 'fix', uri: URI, version: 1, title: 't', kind: 'quickfix' };
const place = { textDocument, position: at(5, 10) };

/** Requests, notifications and settings of a client that means harm, or is broken. */
export const clientCases: readonly HostileCase[] = [
  {
    name: 'code actions for lines up to 1e9 of 5 MB',
    run: async (server) => {
      await server.lsp.open(
        URI,
        'typescript',
        lines(200_000, (index) => `const v${index} = f(${index});`),
      );
      const ask = (start: number, end: number) =>
        settled(
          server.lsp.client.sendRequest('textDocument/codeAction', {
            textDocument,
            range: range(start, end),
            context: { diagnostics: [] },
          }),
        );
      for (const start of [0, 100_000, 1e9]) await ask(start, 1e9);
      await server.close(URI);
    },
  },
  requests('2,000 code actions for 3,000 lines', 2_000, 'textDocument/codeAction', () => ({
    textDocument,
    range: range(0, 2_999),
    context: { diagnostics: [] },
  })),
  requests('1,500 diagnostics of 10 KB each', 1, 'textDocument/codeAction', () => ({
    textDocument,
    range: range(0, 2_999),
    context: {
      diagnostics: count(1_500, (index) => ({
        range: range(index, index),
        message: 'm '.repeat(5_000),
        source: 's',
      })),
    },
  })),
  requests(
    'a code action that comes back with 10,000 diagnostics',
    3,
    'codeAction/resolve',
    () => ({
      title: 't',
      data: {
        ...offer,
        diagnostic: { line: 1, message: 'm' },
        diagnostics: count(10_000, (line) => ({ line: line % 3_000, message: `m${line}` })),
      },
    }),
  ),
  requests('a code action that comes back deep', 3, 'codeAction/resolve', () => ({
    title: 't',
    data: nested(2_000),
    edit: nested(2_000),
  })),
  requests('a code action that comes back with a megabyte', 3, 'codeAction/resolve', () => ({
    title: 't',
    more: count(100_000, (index) => ({ index })),
  })),
  requests('completions with a chosen item of 1 MB', 3, 'textDocument/inlineCompletion', () => ({
    ...place,
    context: {
      triggerKind: 2,
      selectedCompletionInfo: { range: range(5, 5), text: 'x'.repeat(1_000_000) },
    },
  })),
  requests('completions with a chosen item of 99 KB', 3, 'textDocument/inlineCompletion', () => ({
    ...place,
    context: {
      triggerKind: 2,
      selectedCompletionInfo: {
        range: { start: at(5, 0), end: at(5, 10) },
        text: 'const value = '.repeat(7_000),
      },
    },
  })),
  requests('completions for a URI of 1 MB', 3, 'textDocument/inlineCompletion', () => ({
    ...place,
    textDocument: { uri: `file:///${'%2f'.repeat(330_000)}` },
    context: { triggerKind: 2 },
  })),
  requests('completions of 300 places at once', 300, 'textDocument/inlineCompletion', (line) => ({
    textDocument,
    position: at(line, 4),
    context: { triggerKind: 1 },
  })),
  requests('500 reports', 500, 'aurelis/report', () => ({ range: 'day' })),
  requests('500 readings of metrics', 500, 'aurelis/metrics', () => ({})),
  requests('500 expositions', 500, 'aurelis/exposition', () => ({})),
  requests('500 lists of what is cached', 500, 'aurelis/cache/contents', () => ({})),
  requests('500 times the caches cleared', 500, 'aurelis/cache/clear', () => ({
    tiers: ['memory'],
  })),
  requests('2,000 times what would be sent', 2_000, 'aurelis/outgoing', (line) => ({
    uri: URI,
    position: at(line % 3_000, 4),
  })),
  requests('20,000 requests that nobody knows', 20_000, 'no/such', () => ({})),
  requests('100 commands deep', 100, 'workspace/executeCommand', () => ({
    command: 'aurelis.runAction',
    arguments: [nested(2_000)],
  })),
  requests('20,000 commands that nobody knows', 20_000, 'workspace/executeCommand', () => ({
    command: 'x',
    arguments: [],
  })),
  notifications('50,000 items shown that nobody knows', 50_000, 'aurelis/shown', (index) => ({
    id: `id${index}`,
  })),
  notifications(
    '50,000 items dismissed that nobody knows',
    50_000,
    'aurelis/dismissed',
    (index) => ({ id: `id${index}` }),
  ),
  notifications('an id of 10 MB', 2, 'aurelis/accepted', () => ({ id: 'x'.repeat(10_000_000) })),
  notifications(
    '50,000 pieces of an answer that nobody waits for',
    50_000,
    'aurelis/languageModel/text',
    (id) => ({ id, text: 'x' }),
  ),
  notifications('5,000 changes of a key', 5_000, 'aurelis/credentialChanged', () => ({
    endpointId: 'hostile',
  })),
  notifications(
    '100,000 requests called off that nobody made',
    100_000,
    '$/cancelRequest',
    (id) => ({ id: 1e6 + id }),
  ),
  notifications('10,000 workspace folders', 2, 'workspace/didChangeWorkspaceFolders', () => ({
    event: {
      added: count(10_000, (index) => ({ uri: `file:///hostile/folder${index}`, name: 'f' })),
      removed: [],
    },
  })),
  notifications(
    '100 workspace folders, again and again',
    300,
    'workspace/didChangeWorkspaceFolders',
    (round) => ({
      event: {
        added: count(50, (index) => ({ uri: `file:///hostile/f${round}-${index}`, name: 'f' })),
        removed: count(50, (index) => ({
          uri: `file:///hostile/f${round - 1}-${index}`,
          name: 'f',
        })),
      },
    }),
  ),
  settings('a setting of 1 MB', () => [
    { languages: { ['x'.repeat(500_000)]: true }, x: 'y'.repeat(1_000_000) },
  ]),
  settings('5,000 endpoints', () => [
    {
      endpoints: count(5_000, (index) => ({
        id: `e${index}`,
        provider: 'openai',
        url: `http://127.0.0.1:9/${index}`,
        model: 'm',
      })),
    },
  ]),
  settings('100 endpoints with 1,000 members each', () => [
    {
      endpoints: count(100, (index) => ({
        id: `e${index}`,
        ...Object.fromEntries(count(1_000, (key) => [`k${key}`, key])),
      })),
    },
  ]),
  settings('20,000 settings that nobody knows', () => [
    Object.fromEntries(count(20_000, (index) => [`completion.max${index}`, index])),
  ]),
  settings('settings in settings, 20,000 deep', () => [
    { completion: nested(2_000), metrics: { a: nested(2_000) } },
  ]),
  settings('10,000 globs', () => [
    { exclude: count(4_900, (index) => `**/${'*'.repeat(20)}a${index}/**`) },
  ]),
  settings('20,000 changes of settings in a row', () =>
    count(20_000, (index) => ({ completion: { maxLines: (index % 9) + 1 } })),
  ),
];
