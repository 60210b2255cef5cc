import { strict as assert } from 'node:assert';
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

  it('are looked at beside the requests after a failure, and asked again when they are well', async () => {
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
    assert.match(String(await ask(0)), /fromSecond/);
    await waitFor('a look', () => at('/models').length > 0);
    assert.equal(at('/models')[0]?.text, '');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = first.received.length;
    // It is known not to be well: nothing is sent there.
    for (let line = 1; line < 6; line++) assert.match(String(await ask(line)), /fromSecond/);
    assert.equal(first.received.length, before);
    isWell = true;
    await waitFor('a second look', () => at('/models').length > 1, 20_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.match(String(await ask(7)), /fromFirst/);
  });

  it('are told of weights and priorities that make no sense, and are used all the same', async () => {
    await completeAll({ priority: 1, weight: 0 }, { 'routing.strategy': 'roundRobin' });
    const told = pair?.messages.filter((message) => message.includes('weight'));
    assert.equal(first.received.length, LINES / 2);
    assert.equal(told?.length, 1, JSON.stringify(pair?.messages));
    assert.match(told?.[0] ?? '', /"first".*weight: 0 must be more than 0; it is ignored/s);
  });
});
