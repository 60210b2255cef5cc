import { strict as assert } from 'node:assert';
import {
  endpointsByTask,
  loadOf,
  readyAtOnce,
} from '../../../server/src/engine/endpointSelection.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const endpoint = (id: string, roles: readonly ('completion' | 'action')[]) =>
  anEndpoint({ id, roles });
const idsOf = (endpoints: readonly { readonly id: string }[]) => endpoints.map(({ id }) => id);

describe('the endpoints for a task', () => {
  const all = [
    endpoint('first', ['completion', 'action']),
    endpoint('second', ['action']),
    endpoint('third', ['completion']),
  ];

  it('are those with its role, in the order of the settings', () => {
    assert.deepEqual(idsOf(endpointsByTask(all).completion), ['first', 'third']);
    assert.deepEqual(idsOf(endpointsByTask(all).action), ['first', 'second']);
  });

  it('come by their priority, where the settings tell one', () => {
    const told = [endpoint('far', ['completion']), anEndpoint({ id: 'near', priority: 1 })];
    const [far, near] = told as [ReturnType<typeof endpoint>, ReturnType<typeof endpoint>];
    const by = endpointsByTask([{ ...far, priority: 2 }, near]);
    assert.deepEqual(idsOf(by.completion), ['near', 'far']);
  });

  it('are asked at once where they are in health and not at a limit', () => {
    const waits: Record<string, number> = { first: 0, second: 10, third: 0 };
    const ready = readyAtOnce(all, 'automatic', ({ id }) => ({
      health: { isAvailable: () => id !== 'third' },
      limiter: { waitMs: () => waits[id] ?? 0 },
    }));
    assert.deepEqual(idsOf(ready), ['first']);
  });

  it('are asked more patiently where there is one alone', () => {
    const patience: boolean[] = [];
    const ready = (endpoints: typeof all) =>
      readyAtOnce(endpoints, 'automatic', () => ({
        health: {
          isAvailable: (isOnly) => {
            patience.push(isOnly);
            return true;
          },
        },
        limiter: { waitMs: () => 0 },
      }));
    ready(all);
    ready(all.slice(0, 1));
    assert.deepEqual(patience, [false, false, false, true]);
  });

  it('are asked more patiently where none is there, too', () => {
    const ready = readyAtOnce(all, 'automatic', ({ id }) => ({
      health: { isAvailable: (isOnly) => isOnly && id !== 'first' },
      limiter: { waitMs: () => 0 },
    }));
    assert.deepEqual(idsOf(ready), ['second', 'third']);
  });
});

describe('the load of an endpoint', () => {
  const of = (changes: object) =>
    loadOf({
      inFlight: 1,
      waiting: 2,
      slots: 4,
      budget: () => ({ minute: { limit: 10, remaining: 5 }, day: { limit: 100, remaining: 20 } }),
      waitMs: () => 0,
      ...changes,
    });

  it('counts those that wait, and the budget that is nearest to its end', () => {
    assert.deepEqual(of({}), { inFlight: 3, slots: 4, budget: 0.2 });
  });

  it('leaves no budget where the server wants to be left alone', () => {
    assert.equal(of({ waitMs: () => 5_000 }).budget, 0);
    assert.equal(of({ budget: () => ({ minute: null, day: null }) }).budget, 1);
  });
});
