import { strict as assert } from 'node:assert';
import { delay } from '../../../server/src/base/clock.ts';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import {
  type Generate,
  type Generation,
  type GenerationContext,
  heard,
} from '../../../server/src/domain/generation.ts';
import { type Ask, hedged } from '../../../server/src/pipeline/hedged.ts';
import { withFlights } from '../../../server/src/pipeline/withFlights.ts';
import { withRetry } from '../../../server/src/pipeline/withRetry.ts';
import { withRouting } from '../../../server/src/pipeline/withRouting.ts';
import { RetryBudget } from '../../../server/src/upstream/retryBudget.ts';
import { aRouter } from '../../../tools/testing/aRouter.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, anEndpoint } from '../../../tools/testing/requests.ts';
import { relayRequest } from '../../support/relays.ts';

/** A stream whose events a test lets come. */
function stream() {
  const { promise, resolve, reject } = Promise.withResolvers<Generation>();
  const events: string[] = [];
  const state = { calls: 0, context: aContext() as GenerationContext };
  const next: Generate = async (_, context) => {
    state.calls++;
    state.context = context;
    return promise;
  };
  const say = (...more: string[]) => {
    events.push(...more);
    return state.context.onEvents?.(events);
  };
  return { next, say, state, end: (text = 'whole') => resolve(aGeneration({ text })), reject };
}

/** A listener that keeps what it hears; it has enough after so many events. */
function listener(enough = Infinity) {
  const got: string[][] = [];
  const onEvents = (events: readonly string[]) => {
    got.push([...events]);
    return events.length < enough;
  };
  return {
    got,
    context: (more: Partial<GenerationContext> = {}) => aContext({ onEvents, ...more }),
  };
}

const flightsOver = (next: Generate) =>
  withFlights(
    () => 'same',
    new FakeClock(),
    next,
    () => undefined,
  );

describe('withFlights, with the events of an answer that is passed on,', () => {
  it('gives one who joins in the midst all events, and then each of them', async () => {
    const { next, say, state, end } = stream();
    const generate = flightsOver(next);
    const [first, second, late] = [listener(), listener(), listener()];
    const all = [
      generate(relayRequest(), first.context()),
      generate(relayRequest(), second.context()),
    ];
    say('1');
    say('2', '3');
    let isJoined = false;
    const onJoined = () => {
      isJoined = true;
    };
    all.push(generate(relayRequest(), late.context({ onJoined })));
    assert.deepEqual([isJoined, late.got], [true, [['1', '2', '3']]]);
    say('4');
    end();
    const sources = (await Promise.all(all)).map(({ source }) => source);
    assert.deepEqual(sources, ['upstream', 'inFlight', 'inFlight']);
    assert.equal(state.calls, 1);
    for (const { got } of [first, second, late]) assert.deepEqual(got.at(-1), ['1', '2', '3', '4']);
  });

  it('does not stop for one who has enough, but for all', async () => {
    const { next, say, end } = stream();
    const generate = flightsOver(next);
    const [slow, quick] = [listener(2), listener(4)];
    const both = [
      generate(relayRequest(), slow.context()),
      generate(relayRequest(), quick.context()),
    ];
    assert.equal(say('1'), true);
    assert.equal(say('2'), true);
    assert.equal(say('3'), true);
    assert.equal(slow.got.length, 2);
    assert.equal(say('4'), false);
    end();
    await Promise.all(both);
  });

  it('answers who wants it whole from a stream, and the other way round', async () => {
    const { next, say, end } = stream();
    const generate = flightsOver(next);
    const leader = generate(relayRequest(), listener().context());
    say('1');
    const whole = generate(relayRequest({ isStreamed: false }), aContext());
    end('the whole');
    assert.deepEqual([(await leader).text, (await whole).text], ['the whole', 'the whole']);
  });

  it('goes on for who joined when the one who began leaves', async () => {
    const { next, say, state, end } = stream();
    const generate = flightsOver(next);
    const leaving = new AbortController();
    const leader = generate(relayRequest(), listener().context({ signal: leaving.signal }));
    const other = listener();
    const follower = generate(relayRequest(), other.context());
    say('1');
    leaving.abort();
    await assert.rejects(leader, CancelledError);
    assert.equal(state.context.signal.aborted, false);
    say('2');
    end();
    await follower;
    assert.deepEqual(other.got.at(-1), ['1', '2']);
  });

  it('fails for all where it breaks in the midst', async () => {
    const { next, say, reject } = stream();
    const generate = flightsOver(next);
    const both = [1, 2].map(() => generate(relayRequest(), listener().context()));
    say('1');
    reject(new EndpointError('e', 'unreachable'));
    for (const each of both) await assert.rejects(each, { kind: 'unreachable' });
  });
});

describe('heard', () => {
  it('looks before each text and event, and lets nobody hear where that says so', () => {
    const log: string[] = [];
    let looks = true;
    const inner = {
      onText: (text: string) => log.push(text) < 2,
      onEvents: (events: readonly string[]) => log.push(...events) < 3,
    };
    const { onText, onEvents } = heard(inner, () => looks);
    assert.deepEqual([onText('a'), onText('b'), onEvents(['c'])], [true, false, false]);
    looks = false;
    assert.deepEqual([onText('d'), onEvents(['e'])], [false, false]);
    assert.deepEqual(log, ['a', 'b', 'c']);
    const nobody = heard({}, () => true);
    assert.deepEqual([nobody.onText('a'), nobody.onEvents(['a'])], [true, true]);
  });
});

describe('no second try after the first event', () => {
  const breaking: Generate = async (_, { onEvents }) => {
    onEvents?.(['1']);
    throw new EndpointError('e', 'server', { status: 500 });
  };

  it('is made at the same endpoint', async () => {
    const clock = new FakeClock();
    const budget = new RetryBudget(clock);
    for (let at = 0; at < 100; at++) budget.succeeded();
    const attempts: string[] = [];
    const tools = {
      clock,
      budget,
      random: () => 0.5,
      retries: 2,
      totalMs: 60_000,
      isAvailable: () => true,
      isAlone: () => true,
      observe: () => undefined,
    };
    const ask = async (next: Generate) => {
      attempts.length = 0;
      const counted: Generate = (...asked) => {
        attempts.push('asked');
        return next(...asked);
      };
      const answer = withRetry(tools, counted)(
        relayRequest(),
        listener().context({ priority: 'action' }),
      );
      answer.catch(() => undefined);
      await clock.pass(59_000);
      await assert.rejects(answer, { kind: 'server' });
      return attempts.length;
    };
    assert.equal(await ask(breaking), 1);
    const silent: Generate = async () => {
      throw new EndpointError('e', 'server', { status: 500 });
    };
    assert.equal(await ask(silent), 3);
  });

  it('is made at another endpoint', async () => {
    const endpoints = ['a', 'b'].map((id) => anEndpoint({ id }));
    const asked: string[] = [];
    const clock = new FakeClock();
    const generate = withRouting({
      clock,
      observe: () => undefined,
      router: aRouter(endpoints, { clock }),
      attempt: ({ id }) => {
        asked.push(id);
        return breaking;
      },
    });
    const { got, context } = listener();
    await assert.rejects(generate(relayRequest(), context()), { kind: 'server' });
    assert.deepEqual([asked.length, got], [1, [['1']]]);
  });
});

describe('a hedged request, with events,', () => {
  it('lets its caller hear one of both, whole', async () => {
    for (const [firstMs, secondMs, winner] of [
      [500, 50, 'b'],
      [120, 60, 'a'],
    ] as const) {
      const clock = new FakeClock();
      const asking =
        (name: string, ms: number): Ask =>
        async ({ signal, onEvents }) => {
          if (!(await delay(clock, ms, signal))) throw new CancelledError();
          const events: string[] = [];
          for (const at of [1, 2, 3]) {
            events.push(`${name}${at}`);
            if (onEvents?.(events) === false) throw new CancelledError();
            if (!(await delay(clock, 10, signal))) throw new CancelledError();
          }
          return aGeneration({ text: name });
        };
      const { got, context } = listener();
      const late = { afterMs: 100, second: () => asking('b', secondMs) };
      const answer = hedged(clock, asking('a', firstMs), late, context());
      await clock.pass(2_000);
      assert.equal((await answer).text, winner);
      assert.deepEqual(got.at(-1), [`${winner}1`, `${winner}2`, `${winner}3`]);
      assert.equal(got.length, 3);
      await settled();
      assert.equal(clock.pending, 0);
    }
  });
});
