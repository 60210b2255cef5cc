import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { EndpointStates, MAX_RUNTIMES } from '../../../server/src/upstream/endpointStates.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

describe('EndpointStates', () => {
  const slots = new ConcurrencyLimit({ concurrency: 20, queueLimit: 1_000 });
  const states = () => new EndpointStates({ clock: new FakeClock(), random: () => 0, slots });
  const named = (model: string) => anEndpoint({ completionModel: model });

  it('keeps what is known of an endpoint that a change of settings leaves as it is, but for its price', () => {
    const of = states();
    const runtime = of.of(named('a'), 'completion');
    assert.equal(of.of(named('a'), 'completion'), runtime);
    const price = { inputPerMillion: 1, outputPerMillion: 2 };
    assert.equal(of.of({ ...named('a'), price } as never, 'completion'), runtime);
    assert.notEqual(of.of(named('b'), 'completion'), runtime);
  });

  it('keeps those of the endpoints named last, and no more', () => {
    const of = states();
    const [first, second] = [
      of.of(named('first'), 'completion'),
      of.of(named('second'), 'completion'),
    ];
    for (let count = 2; count < MAX_RUNTIMES; count++) of.of(named(String(count)), 'completion');
    assert.equal(of.of(named('first'), 'completion'), first);
    of.of(named('one more'), 'completion');
    assert.equal(of.of(named('first'), 'completion'), first);
    assert.notEqual(of.of(named('second'), 'completion'), second);
  });

  it('keeps an endpoint paused, by its name, whatever else changes, until it is resumed', () => {
    const of = states();
    const [mine, other] = [anEndpoint({ id: 'mine' }), anEndpoint({ id: 'other' })];
    const isAvailable = (endpoint: typeof mine) =>
      of.of(endpoint, 'completion').health.isAvailable();
    assert.equal(isAvailable(mine), true);
    assert.deepEqual([of.pause(mine), of.pause(mine)], [true, false]);
    of.wake();
    const changed = { ...mine, model: 'another', limits: { concurrency: 1 } };
    assert.deepEqual(
      [isAvailable(mine), isAvailable(changed), isAvailable(other)],
      [false, false, true],
    );
    assert.equal(of.of(changed, 'action').health.state, 'paused');
    const { health } = of.of(changed, 'completion');
    health.failed(new EndpointError('mine', 'noModel', { status: 404 }));
    assert.deepEqual([of.resume(changed), of.resume(changed)], [true, false]);
    // What was wrong may have been mended meanwhile.
    assert.deepEqual(
      [isAvailable(mine), isAvailable(changed), of.isPaused(mine)],
      [true, true, false],
    );
  });
});
