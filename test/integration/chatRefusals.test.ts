import { strict as assert } from 'node:assert';
import { ChatClient, CONVERSATION, endpointOf, QUESTION } from '../support/chatClient.ts';

describe('the editor’s chat gets no answer', () => {
  let chat: ChatClient;
  beforeEach(async () => {
    chat = await new ChatClient().start();
  });
  afterEach(() => chat.stop());

  describe('refuse, with a sentence that says what to do, and send nothing', () => {
    const rows: readonly [
      name: string,
      model: string,
      turns: readonly object[],
      kind: string,
      text: RegExp,
    ][] = [
      ['a model that is not there', 'gone', QUESTION, 'notFound', /no endpoint "gone"/],
      ['a model of the editor', 'editor', QUESTION, 'notFound', /is a model of the editor/],
      ['one that is only for suggestions', 'typing', QUESTION, 'notFound', /"action" to its/],
      [
        'what is longer than the settings let it be',
        'small',
        [{ by: 'user', text: 'long '.repeat(100) }],
        'failed',
        /longer than `limits.inputTokens` of "small"/,
      ],
      [
        'what is longer than anybody takes',
        'first',
        [{ by: 'user', text: 'x'.repeat(1_000_001) }],
        'failed',
        /conversation is longer than Aurelis takes/,
      ],
      [
        'more turns than anybody takes',
        'first',
        Array(1_001).fill({ by: 'user', text: 'x' }),
        'failed',
        /conversation is longer than Aurelis takes/,
      ],
      ['no question', 'first', CONVERSATION.slice(0, 2), 'failed', /no question at the end/],
    ];
    for (const [name, model, turns, kind, text] of rows) {
      it(name, async () => {
        await chat.open([
          endpointOf('first', chat.first),
          endpointOf('small', chat.first, { limits: { inputTokens: 20 } }),
          endpointOf('typing', chat.first, { roles: ['completion'] }),
          { id: 'editor', provider: 'vscode-lm' },
        ]);
        let asked = 0;
        chat.pair.client.onRequest('aurelis/languageModel', () => {
          asked++;
          return {};
        });
        const result = await chat.ask(model, turns);
        assert.deepEqual([result.text, result.problem?.kind], ['', kind]);
        assert.match(result.problem?.text ?? '', text);
        assert.deepEqual([chat.first.received.length, asked], [0, 0]);
      });
    }
  });

  it('refuse while they are paused, and fail in the words of the other notices, without another one', async () => {
    await chat.openBoth();
    const pause = { endpointId: 'first', do: 'pause' };
    await chat.pair.client.sendRequest('aurelis/endpoint', pause);
    assert.match((await chat.ask('first')).problem?.text ?? '', /"first" is paused by you.*Resume/);
    await chat.pair.client.sendRequest('aurelis/endpoint', { ...pause, do: 'resume' });
    assert.equal(chat.first.received.length, 0);
    chat.first.plan = () => ({ status: 401 });
    for (const id of ['refused', 'resting']) {
      const { problem } = await chat.ask('first', QUESTION, id);
      assert.match(problem?.text ?? '', /^Aurelis: the endpoint "first" refuses the API key/, id);
    }
    assert.equal(chat.second.received.length, 0);
  });

  it('tell what came of an answer that broke, and why it is not whole', async () => {
    await chat.openBoth();
    chat.first.plan = () => ({ chunks: ['half'], end: 'reset' });
    const { text, problem } = await chat.ask('first');
    assert.equal(text, 'half');
    assert.match(problem?.text ?? '', /"first"/);
  });

  it('take no parameters of another shape', async () => {
    await chat.openBoth();
    const wrong: readonly [object, RegExp][] = [
      [{ id: 1, model: 'first', turns: [] }, /"id" must be/],
      [{ id: '1', turns: [] }, /"model" must be/],
      [{ id: '1', model: 'first', turns: [{ by: 'system', text: 'x' }] }, /"by" must be/],
      [{ id: '1', model: 'first', turns: [{ by: 'user', text: 1 }] }, /"text" must be/],
      [{ id: '1', model: 'first', turns: 'x' }, /"turns" must be/],
    ];
    for (const [params, message] of wrong) {
      await assert.rejects(
        async () => chat.pair.client.sendRequest('aurelis/chat', params),
        message,
      );
    }
  });
});
