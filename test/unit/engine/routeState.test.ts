import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { routeOf } from '../../../server/src/engine/routeState.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { placeOf } from '../../../server/src/routing/place.ts';
import { RouterMemory } from '../../../server/src/routing/routerMemory.ts';
import { EndpointStates } from '../../../server/src/upstream/endpointStates.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

describe('where requests go', () => {
  let clock: FakeClock;
  let memory: RouterMemory;
  let states: EndpointStates;
  const at = (id: string, priority: number, more: Partial<Endpoint> = {}) =>
    anEndpoint({ id, priority, ...more });

  beforeEach(() => {
    clock = new FakeClock();
    const slots = new ConcurrencyLimit({ concurrency: 9, queueLimit: 9 });
    states = new EndpointStates({ clock, random: () => 0.5, slots });
    memory = new RouterMemory(clock, () => 0.5);
  });

  const of = (endpoint: Endpoint, ...others: readonly Endpoint[]) =>
    routeOf(endpoint, [endpoint, ...others], states, memory);

  /** The first takes a second for each answer, the others none, until it is left. */
  async function slowDown(task: 'completion' | 'action', ...endpoints: readonly Endpoint[]) {
    const names = endpoints.map((endpoint) => placeOf(endpoint, task).name);
    for (let time = 0; time < 3; time++) {
      const [first, ...others] = names.map((name) => memory.slow.begun(name, false));
      for (const end of others) end('heard');
      await clock.pass(1_000);
      first?.('heard');
    }
    memory.slow.judge(names);
  }

  it('is told as a share, where there were requests', () => {
    const [a, b] = [at('a', 1), at('b', 1)];
    assert.deepEqual(of(a, b), {});
    for (const endpointId of ['a', 'a', 'a', 'b'])
      memory.choices.add({ task: 'completion', endpointId, reason: 'roundRobin' });
    assert.deepEqual([of(a, b), of(b, a)], [{ share: 0.75 }, { share: 0.25 }]);
  });

  it('is told for the role in which an endpoint is left as slow, until it is asked again', async () => {
    const [a, b] = [at('a', 1), at('b', 1)];
    await slowDown('completion', a, b);
    assert.deepEqual(of(a, b), { leftSlow: [{ task: 'completion', forMs: 30_000 }] });
    assert.deepEqual(of(b, a), {});
    await clock.pass(29_000);
    assert.deepEqual(of(a, b).leftSlow, [{ task: 'completion', forMs: 1_000 }]);
    await clock.pass(1_000);
    assert.deepEqual(of(a, b), {});
  });

  it('is told for both roles, each with its time', async () => {
    const [a, b] = [at('a', 1), at('b', 1)];
    await slowDown('completion', a, b);
    await slowDown('action', a, b);
    assert.deepEqual(of(a, b).leftSlow, [
      { task: 'completion', forMs: 27_000 },
      { task: 'action', forMs: 30_000 },
    ]);
    const only = { ...a, roles: ['action'] as const };
    assert.deepEqual(of(only, b).leftSlow, [{ task: 'action', forMs: 30_000 }]);
  });

  it('is told of none that is asked all the same, since no equal is there', async () => {
    const [a, b] = [at('a', 1), at('b', 1)];
    await slowDown('completion', a, b);
    assert.deepEqual(of(a, at('b', 2)), {});
    assert.deepEqual(of(a), {});
    states.pause(b);
    assert.deepEqual(of(a, b), {});
  });
});
