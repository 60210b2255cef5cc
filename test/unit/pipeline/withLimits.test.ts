import { strict as assert } from 'node:assert';
import { CancelledError } from '../../../server/src/base/errors.ts';
import type { EndpointLimits } from '../../../server/src/domain/endpoint.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type {
  Generate,
  Generation,
  GenerationContext,
} from '../../../server/src/domain/generation.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { Limiter } from '../../../server/src/limits/limiter.ts';
import { withLimits } from '../../../server/src/pipeline/withLimits.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

function limited(limits: EndpointLimits, answer: Generate) {
  const clock = new FakeClock();
  const slots = new ConcurrencyLimit({ concurrency: 20, queueLimit: 1_000 });
  const limiter = new Limiter(anEndpoint({ limits }), { clock, slots });
  const generate = withLimits(limiter, answer);
  /** Asks by hand for what follows so many characters. */
  const ask = (characters = 0, maxOutputTokens = 0) => {
    const input = { kind: 'infill', prefix: 'x'.repeat(characters), suffix: '' } as const;
    return generate(aRequest({ input, maxOutputTokens }), aContext({ priority: 'invoked' }));
  };
  return { ask, generate, limiter };
}

const failing = (kind: 'rateLimited' | 'timeout' | 'server', detail = {}) =>
  limited({}, async () => {
    throw new EndpointError('first', kind, detail);
  });

describe('withLimits', () => {
  it('gives the place on the way back, whatever came of the request', async () => {
    const { ask, limiter } = limited({ concurrency: 1 }, async () => aGeneration());
    for (let count = 0; count < 3; count++) await ask();
    assert.equal(limiter.inFlight, 0);
    const refused = failing('server', { status: 500 });
    await assert.rejects(refused.ask());
    assert.equal(refused.limiter.inFlight, 0);
  });

  it('takes a time-out and HTTP 503 for a server that is too busy, and no other fault', async () => {
    const limitAfter = async (kind: 'timeout' | 'server', detail = {}) => {
      const { ask, limiter } = failing(kind, detail);
      let drops = 0;
      limiter.overloaded = () => drops++;
      await assert.rejects(ask(), { kind });
      return drops;
    };
    assert.equal(await limitAfter('timeout'), 1);
    assert.equal(await limitAfter('server', { status: 503 }), 1);
    assert.equal(await limitAfter('server', { status: 500 }), 0);
  });

  it('stays away for as long as a refusal says', async () => {
    const { ask, limiter } = failing('rateLimited', { status: 429, retryAfterMs: 7_000 });
    await assert.rejects(ask(), { kind: 'rateLimited' });
    assert.equal(limiter.waitMs('invoked'), 7_000);
  });

  it('counts a token for four characters and each that may come, until the true number is told', async () => {
    const spent = async (usage?: Generation['usage']) => {
      const { ask, limiter } = limited({ tokensPerMinute: 100 }, async () =>
        aGeneration(usage === undefined ? {} : { usage }),
      );
      await ask(200, 20);
      const fits = (tokens: number) => limiter.waitMs('invoked', tokens) === 0;
      return Array.from({ length: 101 }, (_, tokens) => tokens).findLast(fits);
    };
    assert.equal(await spent(), 100 - 50 - 20);
    assert.equal(await spent({ inputTokens: 30, outputTokens: 5 }), 100 - 35);
  });

  it('ends what was asked ahead when the user needs its place, and nothing else', async () => {
    for (const [priority, gives] of [
      ['speculative', true],
      ['warming', true],
      ['automatic', false],
    ] as const) {
      const signals: AbortSignal[] = [];
      const { generate, limiter } = limited({ concurrency: 1 }, (_, { signal }) => {
        signals.push(signal);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new CancelledError()));
        });
      });
      const begin = (context: Partial<GenerationContext>) => {
        const begun = generate(aRequest(), aContext(context));
        begun.catch(() => undefined);
        return begun;
      };
      const ahead = begin({ priority });
      await settled();
      void begin({ priority: 'speculative' });
      await settled();
      assert.equal(signals[0]?.aborted, false);
      const leaving = new AbortController();
      void begin({ signal: leaving.signal });
      await settled();
      assert.equal(signals[0]?.aborted, gives);
      if (gives) await assert.rejects(ahead, { kind: 'queueFull' });
      assert.deepEqual([limiter.inFlight, limiter.waiting], [1, gives ? 1 : 2]);
      leaving.abort();
    }
  });
});
