import { strict as assert } from 'node:assert';
import { EndpointControl } from '../../../server/src/engine/endpointControl.ts';
import type { EndpointTest } from '../../../server/src/engine/endpointTest.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { EndpointStates } from '../../../server/src/upstream/endpointStates.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

describe('the control of endpoints', () => {
  const never = new AbortController().signal;
  const slots = new ConcurrencyLimit({ concurrency: 9, queueLimit: 9 });
  const mine = anEndpoint({ id: 'mine' });
  const works: EndpointTest = {
    kind: 'works',
    endpointId: 'mine',
    firstWordMs: 1,
    limits: {},
    told: {},
  };

  function controlOf(test: () => Promise<EndpointTest> = async () => works) {
    const states = new EndpointStates({ clock: new FakeClock(), random: () => 0, slots });
    let changes = 0;
    let endpoints = [mine];
    const control = new EndpointControl({
      states,
      endpoints: () => endpoints,
      test,
      onChanged: () => changes++,
    });
    const remove = () => {
      endpoints = [];
    };
    return { control, states, remove, changes: () => changes };
  }

  it('pauses and resumes an endpoint, and tells only of what changed', () => {
    const { control, states, changes } = controlOf();
    assert.deepEqual([control.resume('mine'), control.pause('mine')], ['before', 'done']);
    assert.equal(states.of(mine, 'action').health.isAvailable(true, true), false);
    assert.deepEqual([control.pause('mine'), control.isPaused('mine')], ['before', true]);
    assert.equal(control.resume('mine'), 'done');
    assert.deepEqual([control.isPaused('mine'), changes()], [false, 2]);
  });

  it('knows no endpoint that the settings no longer have', async () => {
    const { control, remove, changes } = controlOf();
    remove();
    assert.deepEqual([control.pause('mine'), control.resume('mine')], ['unknown', 'unknown']);
    assert.equal(await control.test('mine', never), 'unknown');
    assert.equal(changes(), 0);
  });

  it('tests an endpoint once at a time, paused or not', async () => {
    const answer = Promise.withResolvers<EndpointTest>();
    const { control } = controlOf(() => answer.promise);
    control.pause('mine');
    const first = control.test('mine', never);
    assert.equal(await control.test('mine', never), 'running');
    answer.resolve(works);
    assert.equal(await first, works);
    assert.equal(await control.test('mine', never), works);
  });

  it('may test again after a test that was called off', async () => {
    const { control } = controlOf(() => Promise.reject(new Error('cancelled')));
    await assert.rejects(control.test('mine', never), /cancelled/);
    await assert.rejects(control.test('mine', never), /cancelled/);
  });
});
