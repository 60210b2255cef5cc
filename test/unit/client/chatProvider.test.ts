import { strict as assert } from 'node:assert';
import type * as vscode from 'vscode';
import type { ChatParams, ChatResult } from '../../../server/src/protocol/chatMessages.ts';
import * as double from '../../support/vscodeDouble.ts';

type Provider = vscode.LanguageModelChatProvider;
type Messages = Parameters<Provider['provideLanguageModelChatResponse']>[1];

const MODEL = {
  id: 'local',
  name: 'local',
  family: 'qwen',
  maxInputTokens: 8_000,
  maxOutputTokens: 900,
};
const text = (value: string) => new double.LanguageModelTextPart(value);
const data = (value: string, type: string) =>
  new double.LanguageModelDataPart(new TextEncoder().encode(value), type);
const USER = double.LanguageModelChatMessageRole.User;
const says = (...content: unknown[]): Messages => [
  { role: USER, content, name: undefined } as Messages[number],
];

describe('the endpoints as models of the editor', () => {
  let registration: { dispose(): void };
  let client: {
    isRunning: boolean;
    readonly models: object[];
    readonly asked: object[];
    pieces: string[];
    result: ChatResult | Error;
    readonly states: double.EventEmitter<string>;
    readonly changed: double.EventEmitter<void>;
  };

  beforeEach(async () => {
    client = {
      isRunning: true,
      models: [MODEL],
      asked: [],
      pieces: ['It ', 'is.'],
      result: { text: 'It is.' },
      states: new double.EventEmitter(),
      changed: new double.EventEmitter(),
    };
    const { offerChatModels } = await import('../../../client/src/chatProvider.ts');
    registration = offerChatModels({
      get isRunning() {
        return client.isRunning;
      },
      chatModels: async () => ({ models: client.models as never }),
      chat: async (asked: Omit<ChatParams, 'id'>, onText: (piece: string) => void) => {
        client.asked.push(asked);
        for (const piece of client.pieces) onText(piece);
        if (client.result instanceof Error) throw client.result;
        return client.result;
      },
      onStateChanged: client.states.event as never,
      onChatModelsChanged: client.changed.event as never,
    });
  });
  afterEach(() => registration.dispose());

  const provider = (): Provider => double.state.providers.get('aurelis') as Provider;
  const list = () =>
    provider().provideLanguageModelChatInformation({ silent: true }, {} as never) as Promise<
      object[]
    >;
  async function ask(messages: Messages, options: object = {}, token?: object) {
    const said: string[] = [];
    const progress = { report: (part: { value: string }) => said.push(part.value) };
    const asked = provider().provideLanguageModelChatResponse(
      { ...MODEL, version: '1', capabilities: {} },
      messages,
      { toolMode: 1, ...options } as never,
      progress as never,
      (token ?? new double.CancellationTokenSource().token) as never,
    );
    const error = await Promise.resolve(asked).then(
      () => undefined,
      (reason) => reason,
    );
    return { said, error };
  }

  it('are listed with their sizes, and without tools and images', async () => {
    assert.deepEqual(await list(), [{ ...MODEL, detail: 'qwen', version: '1', capabilities: {} }]);
    client.isRunning = false;
    assert.deepEqual(await list(), []);
  });

  it('are listed anew when the server says so, starts or stops', () => {
    let changes = 0;
    provider().onDidChangeLanguageModelChatInformation?.(() => {
      changes++;
    });
    client.changed.fire();
    client.states.fire('running');
    client.states.fire('stopped');
    assert.equal(changes, 3);
  });

  it('are asked with all that was said, and answer in pieces', async () => {
    const messages = [
      ...says(text('You are '), text('brief.')),
      { role: 2, content: [text('I am.')], name: undefined } as unknown as Messages[number],
      ...says(text('Why?'), data('{"a":1}', 'application/json'), data('x', 'cache_control')),
    ];
    assert.deepEqual(await ask(messages), { said: ['It ', 'is.'], error: undefined });
    assert.deepEqual(client.asked, [
      {
        model: 'local',
        turns: [
          { by: 'user', text: 'You are brief.' },
          { by: 'model', text: 'I am.' },
          { by: 'user', text: 'Why?{"a":1}' },
        ],
      },
    ]);
  });

  it('have the end of the answer told that came in no piece, and all of one that became another', async () => {
    client.pieces = ['It '];
    assert.deepEqual((await ask(says(text('a')))).said, ['It ', 'is.']);
    client.pieces = ['That '];
    assert.deepEqual((await ask(says(text('a')))).said, ['That ', '\n\nIt is.']);
    client.pieces = [];
    client.result = { text: '' };
    assert.deepEqual((await ask(says(text('a')))).said, []);
  });

  it('ignore options that anybody may give', async () => {
    await ask(says(text('a')), { modelOptions: { max_tokens: 1e9, url: 'http://evil.example' } });
    assert.deepEqual(client.asked, [{ model: 'local', turns: [{ by: 'user', text: 'a' }] }]);
  });

  it('refuse what is not text, and leave nothing out unsaid', async () => {
    const rows: readonly [part: object, says: RegExp][] = [
      [data('png', 'image/png'), /holds an image/],
      [data('x', 'application/octet-stream'), /holds an image or another file/],
      [new double.LanguageModelToolCallPart(), /uses tools/],
      [new double.LanguageModelToolResultPart(), /uses tools/],
      [{ value: 'of another kind' }, /holds an image or another/],
    ];
    for (const [part, sentence] of rows) {
      const { said, error } = await ask(says(text('a'), part));
      assert.ok(error instanceof double.LanguageModelError);
      assert.match(error.message, sentence);
      assert.deepEqual(said, []);
    }
    const tools = [{ name: 'x' }];
    assert.match((await ask(says(text('a')), { tools, toolMode: 2 })).error.message, /uses tools/);
    assert.deepEqual(client.asked, []);
    assert.equal((await ask(says(text('a')), { tools, toolMode: 1 })).error, undefined);
  });

  it('say what is wrong by errors of the editor’s, behind what was said', async () => {
    for (const [kind, code] of [
      ['notFound', 'NotFound'],
      ['noPermission', 'NoPermissions'],
      ['failed', 'Unknown'],
    ] as const) {
      client.result = { text: 'It is.', problem: { kind, text: 'Mend it. [x](command:y)' } };
      const { said, error } = await ask(says(text('a')));
      assert.deepEqual([said.join(''), error.code], ['It is.', code]);
      assert.equal(error.message, 'Mend it. [x] (command:y)');
    }
  });

  it('end as cancelled where the user has stopped them, and say that the server is gone', async () => {
    const source = new double.CancellationTokenSource();
    client.result = new Error('of the connection');
    assert.match(String((await ask(says(text('a')))).error), /of the connection/);
    client.isRunning = false;
    assert.match((await ask(says(text('a')))).error.message, /server stopped/);
    source.cancel();
    const { error } = await ask(says(text('a')), {}, source.token);
    assert.ok(error instanceof double.CancellationError);
  });

  it('count four characters for a token', async () => {
    const count = (message: string | Messages[number]) =>
      provider().provideTokenCount({} as never, message, {} as never);
    const [message] = says(text('12345'), data('png', 'image/png'), data('678', 'text/plain'));
    assert.ok(message);
    assert.deepEqual([await count('12345'), await count(''), await count(message)], [2, 0, 2]);
  });
});
