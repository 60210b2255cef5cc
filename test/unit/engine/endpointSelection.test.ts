import { strict as assert } from 'node:assert';
import { endpointsByTask, readyAtOnce } from '../../../server/src/engine/endpointSelection.ts';
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
});
