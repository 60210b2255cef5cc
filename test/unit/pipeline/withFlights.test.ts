import { strict as assert } from 'node:assert';
import { getEventListeners } from 'node:events';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { Generation, GenerationContext } from '../../../server/src/domain/generation.ts';
import { withFlights } from '../../../server/src/pipeline/withFlights.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, aRequest } from '../../../tools/testing/requests.ts';

interface Call {
  readonly context: GenerationContext;
  readonly resolve: (generation: Generation) => void;
  readonly reject: (error: unknown) => void;
}

function flights() {
  const calls: Call[] = [];
  const clock = new FakeClock();
  let joined = 0;
  const generate = withFlights(
    ({ languageId }) => languageId,
    clock,
    (_, context) =>
      new Promise((resolve, reject) => {
        calls.push({ context, resolve, reject });
      }),
    () => {
      joined++;
    },
  );
  return { calls, clock, generate, joined: () => joined };
}

describe('withFlights', () => {
  it('makes one call for a thousand callers, and gives all its answer', async () => {
    const { calls, generate, joined } = flights();
    const asked = Array.from({ length: 1_000 }, () => generate(aRequest(), aContext()));
    calls[0]?.resolve(aGeneration());
    const answers = await Promise.all(asked);
    assert.equal(calls.length, 1);
    assert.equal(joined(), 999);
    assert.equal(answers[0]?.source, 'upstream');
    assert.ok(
      answers
        .slice(1)
        .every(({ source, text }) => source === 'inFlight' && text === answers[0]?.text),
    );
  });

  it('is the call of the next one where whoever began it leaves', async () => {
    const { calls, generate } = flights();
    const told: number[] = [];
    const leaving = [0, 1, 2, 3].map(() => new AbortController());
    const asked = leaving.map(({ signal }, at) =>
      generate(aRequest(), aContext({ signal, onInherited: () => told.push(at) })),
    );
    const results = Promise.allSettled(asked);
    leaving[2]?.abort();
    assert.deepEqual(told, []);
    leaving[0]?.abort();
    assert.deepEqual(told, [1]);
    calls[0]?.resolve(aGeneration());
    const sources = (await results).map((each) =>
      each.status === 'fulfilled' ? each.value.source : each.reason.constructor,
    );
    assert.deepEqual(sources, [CancelledError, 'upstream', CancelledError, 'inFlight']);
  });

  it('makes one failing call for a thousand callers', async () => {
    const { calls, generate } = flights();
    const asked = Array.from({ length: 1_000 }, () => generate(aRequest(), aContext()));
    calls[0]?.reject(new Error('down'));
    const results = await Promise.allSettled(asked);
    assert.ok(results.every(({ status }) => status === 'rejected'));
    assert.equal(calls.length, 1);
  });

  it('answers with a broken server’s failure for a second, but not who asked by hand', async () => {
    const { calls, clock, generate } = flights();
    const failed = generate(aRequest(), aContext());
    calls[0]?.reject(new EndpointError('first', 'server'));
    await assert.rejects(failed);
    await assert.rejects(generate(aRequest(), aContext()), { kind: 'server' });
    assert.equal(calls.length, 1);
    void generate(aRequest(), aContext({ priority: 'invoked' })).catch(() => undefined);
    assert.equal(calls.length, 2);
    calls[1]?.reject(new EndpointError('first', 'timeout'));
    await clock.pass(1_000);
    void generate(aRequest(), aContext()).catch(() => undefined);
    assert.equal(calls.length, 3);
    calls[2]?.resolve(aGeneration());
  });

  it('does not let a request for a new answer share an old one’s flight', async () => {
    const { calls, generate } = flights();
    const both = [
      generate(aRequest(), aContext()),
      generate(aRequest(), aContext({ isFresh: true })),
    ];
    assert.equal(calls.length, 2);
    assert.equal(calls[1]?.context.isFresh, true);
    for (const call of calls) call.resolve(aGeneration());
    await Promise.all(both);
  });

  it('goes on for the others when the leader leaves', async () => {
    const { calls, generate } = flights();
    const leader = new AbortController();
    const first = generate(aRequest(), aContext({ signal: leader.signal }));
    const second = generate(aRequest(), aContext());
    leader.abort();
    await assert.rejects(first, CancelledError);
    assert.equal(calls[0]?.context.signal.aborted, false);
    calls[0]?.resolve(aGeneration());
    assert.equal((await second).text, 'sum(items)');
  });

  it('listens to nobody who has his answer, or his error', async () => {
    const { calls, generate } = flights();
    const { signal } = new AbortController();
    const listeners = () => getEventListeners(signal, 'abort').length;
    const asked = [1, 2].map(() => generate(aRequest(), aContext({ signal })));
    assert.equal(listeners(), 2);
    calls[0]?.resolve(aGeneration());
    await Promise.all(asked);
    assert.equal(listeners(), 0);
    const failed = generate(aRequest(), aContext({ signal }));
    calls[1]?.reject(new EndpointError('first', 'timeout'));
    await assert.rejects(failed);
    assert.equal(listeners(), 0);
  });

  it('aborts when everybody has left, and begins anew for who comes then', async () => {
    const { calls, generate } = flights();
    const controller = new AbortController();
    const asked = [1, 2].map(() => generate(aRequest(), aContext({ signal: controller.signal })));
    controller.abort();
    await Promise.allSettled(asked);
    assert.equal(calls[0]?.context.signal.aborted, true);
    const again = generate(aRequest(), aContext());
    assert.equal(calls.length, 2);
    calls[0]?.reject(new CancelledError());
    await settled();
    calls[1]?.resolve(aGeneration());
    assert.equal((await again).text, 'sum(items)');
  });

  it('does not join requests that differ', async () => {
    const { calls, generate } = flights();
    const asked = [
      generate(aRequest(), aContext()),
      generate(aRequest({ languageId: 'c' }), aContext()),
    ];
    assert.equal(calls.length, 2);
    for (const call of calls) call.resolve(aGeneration());
    await Promise.all(asked);
  });

  it('does not call for a caller that has gone already', async () => {
    const { calls, generate } = flights();
    await assert.rejects(
      generate(aRequest(), aContext({ signal: AbortSignal.abort() })),
      CancelledError,
    );
    assert.equal(calls.length, 0);
  });

  it('tells late joiners the text so far, and stops when all have enough', async () => {
    const { calls, generate } = flights();
    const seen: string[][] = [[], []];
    const watch = (index: number, enough: string) => (text: string) => {
      seen[index]?.push(text);
      return text.length < enough.length;
    };
    const first = generate(aRequest(), aContext({ onText: watch(0, 'ab') }));
    assert.equal(calls[0]?.context.onText?.('a'), true);
    const second = generate(aRequest(), aContext({ onText: watch(1, 'abc') }));
    assert.equal(calls[0]?.context.onText?.('ab'), true);
    assert.equal(calls[0]?.context.onText?.('abc'), false);
    assert.deepEqual(seen, [
      ['a', 'ab'],
      ['a', 'ab', 'abc'],
    ]);
    calls[0]?.resolve(aGeneration());
    await Promise.all([first, second]);
  });
});
