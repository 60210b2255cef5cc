import { strict as assert } from 'node:assert';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { NamesResult } from '../../server/src/protocol/askedMessages.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair, type PairOptions } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/wait.ts';
const TEXT = 'function pause(x: number) {\n  const limit = 5;\n  return x > limit;\n}\n';

describe('names and explanations that no menu offers, over LSP', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;

  beforeEach(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: ['delayMs\nlimit\nwaitMs'] })).start();
  });
  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  async function start(options: PairOptions = {}): Promise<void> {
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    pair = await lspPair({ settings: { endpoints: [endpoint] }, ...options });
    await pair.open(URI, TEXT);
  }
  const names = (changes = {}) =>
    pair.client.sendRequest<NamesResult>('aurelis/names', {
      uri: URI,
      line: 0,
      name: 'x',
      ...changes,
    });
  const problem = (result: NamesResult | null) =>
    result !== null && 'problem' in result ? [result.problem, result.remedy] : [];
  const shown = (changes = {}) =>
    pair.client.sendRequest<NamesResult | null>('aurelis/explainText', {
      uri: 'git:/project/wait.ts?{"path":"/project/wait.ts"}',
      languageId: 'typescript',
      text: TEXT,
      first: 0,
      last: 3,
      ...changes,
    });
  const explanations = () =>
    pair.notifications.flatMap(({ method, params }) =>
      method === 'aurelis/explanation'
        ? [params as { title: string; text: string; isDone: boolean; problem?: string }]
        : [],
    );

  it('suggests names that do not stand there, and asks once', async () => {
    await start();
    assert.deepEqual(await names(), { names: ['delayMs', 'waitMs'] });
    assert.deepEqual(await names(), { names: ['delayMs', 'waitMs'] });
    assert.equal(upstream.received.length, 1);
    assert.match(upstream.received[0]?.text ?? '', /Suggest other names for `x`/);
  });

  it('says why there are no names, and asks no model', async () => {
    await start();
    assert.match(problem(await names({ name: 'y' }))[0] ?? '', /no longer there/);
    for (const name of ['lim', 'imit', 'limit = 5', '= ', '']) {
      assert.match(problem(await names({ line: 1, name }))[0] ?? '', /no longer there/, name);
    }
    assert.match(problem(await names({ line: 99 }))[0] ?? '', /no longer there/);
    await pair.open('file:///project/.env', 'KEY=1\n');
    const secret = await names({ uri: 'file:///project/.env', name: 'KEY' });
    assert.match(problem(secret)[0] ?? '', /excluded/);
    await assert.rejects(names({ name: 'x'.repeat(201) }), /name/);
    assert.equal(upstream.received.length, 0);
    upstream.plan = () => ({ chunks: ['That name is fine.'] });
    assert.match(problem(await names())[0] ?? '', /holds no other name.*Try again/);
  });

  it('leads to where a model, or trust, can be had', async () => {
    await start({ settings: { endpoints: [] } });
    assert.deepEqual(problem(await names())[1], 'endpoints');
    assert.deepEqual(problem(await shown())[1], 'endpoints');
  });

  it('explains lines of a document that was never opened', async () => {
    upstream.plan = () => ({ chunks: ['It waits.'] });
    await start();
    assert.equal(await shown(), null);
    await waitFor('the explanation', () => explanations().at(-1)?.text === 'It waits.');
    assert.match(upstream.received[0]?.text ?? '', /return x > limit/);
  });

  it('says what it explains, and why the explanation breaks off', async () => {
    await start();
    const limit = { finishReason: 'length' };
    const reset = { end: 'reset' } as const;
    for (const [how, why, end] of [
      [limit, 'the model reached its limit of output tokens', 2],
      [reset, 'the connection broke', 3],
    ] as const) {
      upstream.plan = () => ({ chunks: ['It waits until'], ...how });
      assert.equal(await shown({ first: 0, last: end }), null);
      const problem = `The explanation was cut off, because ${why}.`;
      await waitFor('the end', () => explanations().at(-1)?.problem === problem);
      const { title, text, isDone } = explanations().at(-1) ?? {};
      assert.deepEqual([text, isDone], ['It waits until …', true]);
      assert.match(title ?? '', /^Explain with Aurelis: wait\.ts, lines 1–[34]$/);
    }
  });

  it('speaks of no change where nothing is explained', async () => {
    upstream.plan = () => ({ chunks: [' '] });
    await start();
    const last = () => explanations().at(-1)?.problem ?? '';
    await shown();
    await waitFor('a word about it', () =>
      /^Aurelis could not explain this: the model's answer is empty/.test(last()),
    );
    await shown({ text: 'a;\n\n\n\n', first: 2, last: 2 });
    await waitFor(
      'a word about blank lines',
      () => last() === 'Aurelis could not explain this: there is no code on these lines.',
    );
    upstream.plan = () => ({ status: 401 });
    await shown({ text: 'b;', last: 0 });
    await waitFor('a word about the key', () =>
      /^Aurelis could not explain this: the endpoint/.test(last()),
    );
  });

  it('ends where it is called off', async () => {
    upstream.plan = () => ({ chunks: ['It '], end: 'hang' });
    await start();
    const cancellation = new CancellationTokenSource();
    const uri = 'git:/project/wait.ts?x';
    const params = { uri, languageId: 'typescript', text: TEXT, first: 0, last: 3 };
    const asked = pair.client.sendRequest('aurelis/explainText', params, cancellation.token);
    await waitFor('the question', () => upstream.received.length > 0);
    cancellation.cancel();
    await asked.catch(() => undefined);
    await upstream.received[0]?.closed;
    assert.equal(upstream.received[0]?.aborted, true);
  });

  it('explains no view of a file that is excluded', async () => {
    await start();
    const uri = 'git:/project/a.ts?{"path":"/project/.env"}';
    assert.equal(await shown({ uri }), null);
    await waitFor('a word about it', () =>
      (explanations().at(-1)?.problem ?? '').includes('excluded'),
    );
    assert.equal(upstream.received.length, 0);
  });
});
