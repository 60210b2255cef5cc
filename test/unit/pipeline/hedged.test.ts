import { strict as assert } from 'node:assert';
import { delay } from '../../../server/src/base/clock.ts';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { GenerationContext } from '../../../server/src/domain/generation.ts';
import { type Ask, hedged } from '../../../server/src/pipeline/hedged.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration } from '../../../tools/testing/requests.ts';

/** Two endpoints, each with its time to the first word; one that fails does so then. Notes who was asked, and who was called off. */
function scene(first: number | 'fails', second: number | 'fails') {
  const clock = new FakeClock();
  const log: string[] = [];
  const asking =
    (name: string, ms: number | 'fails'): Ask =>
    async ({ signal, onText }: GenerationContext) => {
      log.push(name);
      signal.addEventListener('abort', () => log.push(`${name} off`));
      if (!(await delay(clock, ms === 'fails' ? 150 : ms, signal))) throw new CancelledError();
      if (ms === 'fails') throw new EndpointError(name, 'server');
      onText?.(name);
      if (!(await delay(clock, 50, signal))) throw new CancelledError();
      return aGeneration({ text: name });
    };
  const ask = (context = aContext()) =>
    hedged(clock, asking('a', first), { afterMs: 100, second: () => asking('b', second) }, context);
  return { clock, log, ask };
}

describe('a hedged request', () => {
  it('asks one endpoint where its first word comes in time', async () => {
    const { clock, log, ask } = scene(90, 10);
    const answer = ask();
    await clock.pass(1_000);
    assert.equal((await answer).text, 'a');
    assert.deepEqual(log, ['a']);
    assert.equal(clock.pending, 0);
  });

  it('keeps whoever says a word first, and calls the other off', async () => {
    for (const [first, second, winner, loser] of [
      [500, 50, 'b', 'a'],
      [120, 400, 'a', 'b'],
    ] as const) {
      const { clock, log, ask } = scene(first, second);
      const heard: string[] = [];
      const answer = ask(aContext({ onText: (text) => heard.push(text) > 0 }));
      await clock.pass(1_000);
      assert.equal((await answer).text, winner);
      assert.deepEqual(log, ['a', 'b', `${loser} off`]);
      assert.deepEqual(heard, [winner]);
    }
  });

  it('waits for the other one where one of them fails', async () => {
    for (const [first, second, winner] of [
      ['fails', 300, 'b'],
      [400, 'fails', 'a'],
    ] as const) {
      const { clock, ask } = scene(first, second);
      const answer = ask();
      await clock.pass(1_000);
      assert.equal((await answer).text, winner);
    }
  });

  it('rejects with the last failure where both fail, and at once where the first does so in time', async () => {
    const both = scene('fails', 'fails');
    const answer = assert.rejects(both.ask(), { endpointId: 'b' });
    await both.clock.pass(1_000);
    await answer;
    const clock = new FakeClock();
    const fails: Ask = async () => Promise.reject(new EndpointError('a', 'server'));
    const late = { afterMs: 100, second: () => assert.fail('nobody else is asked') };
    await assert.rejects(hedged(clock, fails, late, aContext()), { endpointId: 'a' });
    assert.equal(clock.pending, 0);
  });

  it('calls both off where the caller leaves', async () => {
    const { clock, log, ask } = scene(500, 500);
    const caller = new AbortController();
    const answer = assert.rejects(ask(aContext({ signal: caller.signal })), CancelledError);
    await clock.pass(200);
    caller.abort();
    await answer;
    assert.deepEqual(log.toSorted(), ['a', 'a off', 'b', 'b off']);
  });
});
