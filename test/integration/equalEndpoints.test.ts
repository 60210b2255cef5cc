import { strict as assert } from 'node:assert';
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

  it('are told of weights and priorities that make no sense, and are used all the same', async () => {
    await completeAll({ priority: 1, weight: 0 }, { 'routing.strategy': 'roundRobin' });
    const told = pair?.messages.filter((message) => message.includes('weight'));
    assert.equal(first.received.length, LINES / 2);
    assert.equal(told?.length, 1, JSON.stringify(pair?.messages));
    assert.match(told?.[0] ?? '', /"first".*weight: 0 must be more than 0; it is ignored/s);
  });
});
