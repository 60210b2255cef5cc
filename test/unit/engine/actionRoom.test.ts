import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { actionRoom } from '../../../server/src/engine/actionRoom.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { EndpointStates } from '../../../server/src/upstream/endpointStates.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const own = { provider: 'llamacpp', url: 'http://127.0.0.1:8080' };

function among(...changes: readonly Partial<Endpoint>[]) {
  const endpoints = changes.map((each, index) =>
    anEndpoint({ id: String(index), priority: index, url: 'https://models.example.com', ...each }),
  );
  const slots = new ConcurrencyLimit({ concurrency: 9, queueLimit: 9 });
  const states = new EndpointStates({ clock: new FakeClock(), random: () => 0.5, slots });
  return { endpoints, states, room: () => actionRoom(endpoints, states) };
}

describe('the room of an action', () => {
  it('is what the endpoint takes that would be asked first', () => {
    const { endpoints, states, room } = among(
      { limits: { inputTokens: 3_000 } },
      { limits: { inputTokens: 2_000 } },
    );
    assert.equal(room(), 12_000);
    for (const endpoint of endpoints.slice(0, 1)) states.pause(endpoint);
    assert.equal(room(), 8_000);
    for (const endpoint of endpoints) states.pause(endpoint);
    assert.equal(room(), 12_000);
  });

  it('is the least of what equals take', () => {
    const { room } = among(
      { priority: 1, limits: { inputTokens: 3_000 } },
      { priority: 1, limits: { inputTokens: 2_000 } },
    );
    assert.equal(room(), 8_000);
  });

  it('is half of what a minute allows', () =>
    assert.equal(among({ limits: { tokensPerMinute: 4_000 } }).room(), 8_000));

  it('is what was learnt of the server where that is less', () => {
    const { endpoints, states, room } = among({});
    for (const endpoint of endpoints)
      states.of(endpoint, 'action').facts.learn({ inputTokens: 1_000 });
    assert.equal(room(), 4_000);
  });

  it('is bounded without a limit, and more so at a server of the user’s own', () => {
    assert.deepEqual(
      [among({}).room(), among(own).room(), among().room()],
      [48_000, 16_000, 48_000],
    );
  });
});
