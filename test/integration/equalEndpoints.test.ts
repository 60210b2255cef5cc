import { strict as assert } from 'node:assert';
import type { ExplainResult } from '../../server/src/protocol/messages.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const LINES = 24;
const TEXT = Array.from({ length: LINES }, (_, line) => `const total${line} = \n`).join('');

describe('endpoints of the same priority', () => {
  let first: ScriptedUpstream;
  let second: ScriptedUpstream;
  let pair: LspPair | undefined;

  beforeEach(async () => {
    first = await new ScriptedUpstream(() => ({ chunks: ['fromFirst();'] })).start();
    second = await new ScriptedUpstream(() => ({ chunks: ['fromSecond();'] })).start();
  });
  afterEach(async () => {
    await pair?.close();
    pair = undefined;
    await first.stop();
    await second.stop();
  });

  const endpointOf = (id: string, upstream: ScriptedUpstream, more: object = {}) => ({
    id,
    provider: 'openai',
    url: upstream.url,
    model: 'm',
    ...more,
  });
  async function completeAll(more: object, settings: object = {}): Promise<void> {
    const endpoints = [endpointOf('first', first, more), endpointOf('second', second, more)];
    pair = await lspPair({ settings: { ...settings, endpoints } });
    await pair.open(URI, TEXT);
    for (let line = 0; line < LINES; line++) {
      const character = TEXT.split('\n')[line]?.length ?? 0;
      const item = await pair.complete(URI, { line, character }, { invoked: true });
      assert.match(String(item?.insertText), /from(?:First|Second)/);
    }
  }

  it('share the requests', async () => {
    await completeAll({ priority: 1 }, { 'routing.strategy': 'roundRobin' });
    assert.equal(first.received.length, LINES / 2);
    assert.equal(second.received.length, LINES / 2);
  });

  it('share none where no priorities are told: the second is asked when the first fails', async () => {
    await completeAll({});
    assert.equal(second.received.length, 0);
  });

  it('lose the one that is much slower within seconds', async () => {
    first.plan = () => ({ chunks: ['fromFirst();'], headDelayMs: 400 });
    await completeAll({ priority: 1 });
    assert.ok(first.received.length <= 5, String(first.received.length));
  });

  it('are looked at beside the requests after a failure, and asked again when they are well', async function () {
    // They are looked at every ten seconds.
    this.timeout(60_000);
    let isWell = false;
    const at = (method: string) => first.received.filter(({ path }) => path.endsWith(method));
    first.plan = ({ path }) => {
      if (isWell && path.endsWith('/models')) return { raw: ['{"data":[]}'] };
      return isWell ? { chunks: ['fromFirst();'] } : { status: 503 };
    };
    const endpoints = [endpointOf('first', first), endpointOf('second', second)];
    pair = await lspPair({ settings: { endpoints, requests: { retries: 0 } } });
    await pair.open(URI, TEXT);
    const ask = async (line: number) => {
      const character = TEXT.split('\n')[line]?.length ?? 0;
      return (await pair?.complete(URI, { line, character }, { invoked: true }))?.insertText;
    };
    for (let line = 0; line < 6; line++) assert.match(String(await ask(line)), /fromSecond/);
    await waitFor('a look', () => at('/models').length > 0);
    assert.equal(at('/models')[0]?.text, '');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = first.received.length;
    // It is known not to be well: nothing is sent there.
    for (let line = 6; line < 12; line++) assert.match(String(await ask(line)), /fromSecond/);
    assert.equal(first.received.length, before);
    isWell = true;
    await waitFor('a second look', () => at('/models').length > 1, 20_000);
    // Its answer is read a moment later.
    let line = 12;
    await waitFor('its return', async () => /fromFirst/.test(String(await ask(line++))));
  });

  it('are seen in the snapshot: who is left as slow, how much each got, the last choices and why', async () => {
    first.plan = () => ({ chunks: ['fromFirst();'], headDelayMs: 400 });
    await completeAll({ priority: 1 }, { 'routing.strategy': 'roundRobin' });
    const { endpoints = [], choices = [] } = (await pair?.metrics()) ?? {};
    const [slow, fast] = endpoints;
    assert.equal((slow?.share ?? 0) + (fast?.share ?? 0), 1);
    assert.ok((slow?.share ?? 1) <= 0.25, String(slow?.share));
    const [left] = slow?.leftSlow ?? [];
    assert.equal(left?.task, 'completion');
    assert.ok(left.forMs > 1_000 && left.forMs <= 36_000, String(left.forMs));
    assert.equal(fast?.leftSlow, undefined);
    assert.equal(choices.length, 10);
    const { at, ...newest } = choices[0] ?? { at: 0 };
    assert.deepEqual(newest, { task: 'completion', endpoint: 'second', reason: 'fit' });
    assert.ok(Date.now() - at < 60_000 && at >= (choices[1]?.at ?? at), String(at));
  });

  it('are seen on the page that says why nothing is suggested', async () => {
    first.plan = () => ({ chunks: ['fromFirst();'], headDelayMs: 400 });
    await completeAll({ priority: 1 }, { 'routing.strategy': 'roundRobin' });
    const told = await pair?.client.sendRequest<ExplainResult>('aurelis/explain', {
      uri: URI,
      line: 0,
    });
    assert.match(
      told?.endpoints[0]?.text ?? '',
      /^is left for suggestions: slower than its equals, asked again in \d+ s$/,
    );
    assert.equal(told?.endpoints[1]?.text, 'is ready');
    assert.equal(told?.lastAsked?.id, 'second');
    assert.equal(
      told.lastAsked.text,
      'was asked for the last suggestion, because its equals are slow, at their limits, or failed a moment ago',
    );
  });

  it('are a line of the trace for each choice, for clients that want one', async () => {
    const endpoints = [endpointOf('first', first), endpointOf('second', second)];
    pair = await lspPair({ settings: { endpoints } });
    const traced: string[] = [];
    pair.client.onNotification(
      '$/logTrace',
      ({ message }: { message: string }) => void traced.push(message),
    );
    await pair.client.sendNotification('$/setTrace', { value: 'messages' });
    await pair.open(URI, TEXT);
    await pair.complete(URI, { line: 0, character: 15 }, { invoked: true });
    await waitFor('the trace', () => traced.length > 1);
    assert.equal(traced[0], 'Endpoint "first": asked for completion, preferred');
  });

  it('are told of weights and priorities that make no sense, and are used all the same', async () => {
    await completeAll({ priority: 1, weight: 0 }, { 'routing.strategy': 'roundRobin' });
    const told = pair?.messages.filter((message) => message.includes('weight'));
    assert.equal(first.received.length, LINES / 2);
    assert.equal(told?.length, 1, JSON.stringify(pair?.messages));
    assert.match(told?.[0] ?? '', /"first".*weight: 0 must be more than 0; it is ignored/s);
  });
});
