import { strict as assert } from 'node:assert';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { waitFor } from '../../tools/waitFor.ts';
import { ChatClient, CONVERSATION, endpointOf, QUESTION } from '../support/chatClient.ts';

/** Of a form that is a credential without doubt. */
const KEY = `ghp_${'A1b2C3d4E5f6'.repeat(3)}`;

describe('the endpoints in the editor’s chat', () => {
  let chat: ChatClient;
  beforeEach(async () => {
    chat = await new ChatClient().start();
  });
  afterEach(() => chat.stop());

  it('are those for actions, with their sizes, and none of the editor’s own models', async () => {
    await chat.open([
      endpointOf('sized', chat.first, { limits: { inputTokens: 8_000, outputTokens: 900 } }),
      endpointOf('huge', chat.first, { limits: { inputTokens: 9_000_000 } }),
      endpointOf('usual', chat.second, { roles: ['action'] }),
      endpointOf('typing', chat.second, { roles: ['completion'] }),
      { id: 'editor', provider: 'vscode-lm' },
      { id: 'own', provider: 'workspace' },
    ]);
    assert.deepEqual(await chat.models(), {
      models: [
        ['sized', 8_000, 900],
        ['huge', 250_000, 4_096],
        ['usual', 32_768, 4_096],
      ].map(([id, maxInputTokens, maxOutputTokens]) => ({
        id,
        name: id,
        family: `${id}-model`,
        maxInputTokens,
        maxOutputTokens,
      })),
    });
  });

  it('are told anew when they change, and there are none while the extension is off', async () => {
    const { client, changeSettings } = await chat.openBoth();
    assert.equal((await chat.models()).models.length, 2);
    let changes = 0;
    client.onNotification('aurelis/chatModelsChanged', () => {
      changes++;
    });
    await changeSettings({ endpoints: [endpointOf('second', chat.second)] });
    await waitFor('the change', () => changes === 1);
    assert.deepEqual(
      (await chat.models()).models.map(({ id }) => id),
      ['second'],
    );
    await changeSettings({ endpoints: [endpointOf('second', chat.second)], enable: false });
    await waitFor('the other change', () => changes === 2);
    assert.deepEqual(await chat.models(), { models: [] });
    const { problem } = await chat.ask('second');
    assert.equal(problem?.kind, 'noPermission');
    assert.match(problem.text, /turned off/);
  });

  it('are none in a folder that is not trusted, and nothing is sent', async () => {
    await chat.openWith({
      initializationOptions: {
        custom: true,
        isTrusted: false,
        settings: { endpoints: [endpointOf('first', chat.first)] },
      },
    });
    assert.deepEqual(await chat.models(), { models: [] });
    const { text, problem } = await chat.ask('first');
    assert.deepEqual([text, problem?.kind], ['', 'noPermission']);
    assert.match(problem?.text ?? '', /not trusted/);
    assert.equal(chat.first.received.length, 0);
  });

  it('answer by the one that was chosen, whatever comes first, streamed, with all that was said', async () => {
    await chat.openBoth();
    chat.second.plan = () => ({ chunks: ['Air ', 'does.'], chunkDelayMs: 20 });
    assert.deepEqual(await chat.ask('second', CONVERSATION), { text: 'Air does.' });
    assert.deepEqual(chat.pieces.get('1'), ['Air ', 'does.']);
    assert.equal(chat.first.received.length, 0);
    const [{ body, path } = assert.fail()] = chat.second.received;
    assert.match(path, /\/chat\/completions$/);
    assert.equal(body.model, 'second-model');
    assert.deepEqual(body.messages, [
      { role: 'user', content: 'Why is the sky blue?' },
      { role: 'assistant', content: 'It scatters.' },
      { role: 'user', content: 'What does?' },
    ]);
    assert.deepEqual(await chat.ask('first', CONVERSATION, '2'), { text: 'from first' });
  });

  it('make one turn of what one speaker said in a row, and nothing of empty ones', async () => {
    await chat.openBoth();
    const turns = [
      { by: 'user', text: 'You are brief.' },
      { by: 'user', text: ' ' },
      { by: 'user', text: 'Why?' },
    ];
    await chat.ask('first', turns);
    assert.deepEqual(chat.first.received[0]?.body.messages, [
      { role: 'user', content: 'You are brief.\n\nWhy?' },
    ]);
  });

  it('answer the same conversation once more without a call, and no other one that resembles it', async () => {
    await chat.openBoth({ 'cache.similarPrompts': true });
    for (const turns of [QUESTION, CONVERSATION]) {
      await chat.ask('first', turns);
      const before = chat.first.received.length;
      assert.deepEqual(await chat.ask('first', turns, 'again'), { text: 'from first' });
      assert.equal(chat.first.received.length, before);
      assert.ok(chat.pieces.get('again')?.join('').endsWith('from first'));
      // In other manners, and by another endpoint.
      const [last = assert.fail()] = turns.slice(-1);
      const other = [...turns.slice(0, -1), { by: 'user', text: `Please, ${last.text}` }];
      await chat.ask('first', other, 'other');
      assert.equal(chat.first.received.length, before + 1);
      assert.deepEqual(await chat.ask('second', turns, 'second'), { text: 'from second' });
    }
    assert.equal(chat.second.received.length, 2);
    assert.equal((await chat.pair.metrics())?.upstream.requests, 6);
  });

  it('do not share a call that is for another one, and share one that is for the same', async () => {
    await chat.openBoth();
    for (const upstream of [chat.first, chat.second]) {
      upstream.plan = () => ({ chunks: ['late'], headDelayMs: 100 });
    }
    const all = await Promise.all([
      chat.ask('first', QUESTION, 'a'),
      chat.ask('second', QUESTION, 'b'),
      chat.ask('first', QUESTION, 'c'),
    ]);
    assert.deepEqual(
      all.map(({ text }) => text),
      ['late', 'late', 'late'],
    );
    assert.deepEqual([chat.first.received.length, chat.second.received.length], [1, 1]);
  });

  it('send no credential, and put it back into what is streamed and answered', async () => {
    await chat.openBoth();
    chat.first.plan = ({ body }) => {
      const [placeholder = 'none'] = /ghp_\w+|\S+$/.exec(body.messages[0].content) ?? [];
      return { chunks: ['It is ', placeholder, '.'] };
    };
    const turns = [
      { by: 'user', text: `The token is ${KEY}` },
      { by: 'model', text: 'I see it.' },
      { by: 'user', text: 'Which one?' },
    ];
    assert.deepEqual(await chat.ask('first', turns), { text: `It is ${KEY}.` });
    assert.equal(chat.pieces.get('1')?.join(''), `It is ${KEY}.`);
    assert.ok(!chat.first.received[0]?.text.includes(KEY));
  });

  it('leave the thinking out, as it streams in and at the end', async () => {
    await chat.openBoth();
    chat.first.plan = () => ({ chunks: ['<think>', 'hidden', '</think>\n\n', 'The ', 'answer.'] });
    assert.deepEqual(await chat.ask('first'), { text: 'The answer.' });
    assert.equal(chat.pieces.get('1')?.join(''), 'The answer.');
  });

  it('stop when nobody wants the answer any more', async () => {
    await chat.openBoth();
    chat.first.plan = () => ({ chunks: ['begun'], end: 'hang' });
    const cancellation = new CancellationTokenSource();
    const asked = chat.ask('first', QUESTION, '1', cancellation.token);
    await waitFor('the first piece', () => chat.pieces.get('1') !== undefined);
    cancellation.cancel();
    await assert.rejects(asked);
    await chat.first.received[0]?.closed;
    assert.equal(chat.first.received[0]?.aborted, true);
    assert.equal((await chat.pair.metrics())?.upstream.errors, 0);
  });
});
