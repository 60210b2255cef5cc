import { strict as assert } from 'node:assert';
import { FULL_SIZE } from '../../../server/src/completion/context/promptSize.ts';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { CompletionTargets } from '../../../server/src/engine/completionTargets.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { EndpointStates } from '../../../server/src/upstream/endpointStates.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const hosted = { url: 'https://models.example.com/v1' };
const own = { provider: 'llamacpp', url: 'http://127.0.0.1:8080' };

function among(...changes: readonly Partial<Endpoint>[]) {
  const clock = new FakeClock();
  const endpoints = changes.map((each, index) =>
    anEndpoint({ id: String(index), priority: 1, ...each }),
  );
  const slots = new ConcurrencyLimit({ concurrency: 9, queueLimit: 9 });
  const states = new EndpointStates({ clock, random: () => 0.5, slots });
  const targets = new CompletionTargets(endpoints, states);
  const heard = (index: number, ms: number) => {
    const endpoint = endpoints[index];
    assert.ok(endpoint);
    states.of(endpoint, 'completion').times.completion.heard(ms);
  };
  const idsOf = (all: readonly Endpoint[]) => all.map(({ id }) => id).join('');
  return { clock, endpoints, heard, idsOf, states, targets };
}

describe('the endpoints that a completion would go to', () => {
  it('are those of the lowest number that may be asked at once', () => {
    const { endpoints, idsOf, states, targets } = among({}, { priority: 2 }, {});
    assert.equal(idsOf(targets.now('automatic')), '02');
    for (const endpoint of endpoints.slice(0, 1)) states.pause(endpoint);
    assert.equal(idsOf(targets.now('automatic')), '2');
    for (const endpoint of endpoints) states.pause(endpoint);
    assert.deepEqual([idsOf(targets.now('automatic')), targets.route('invoked')], ['', undefined]);
    assert.equal(targets.maySpeculate(), false);
  });

  it('answer as soon as the one of them that is known to answer soonest', () => {
    const { heard, targets } = among({ completionModel: 'a' }, { completionModel: 'b' }, {});
    assert.deepEqual(
      [targets.route('automatic')?.model, targets.route('automatic')?.ttftMs],
      ['a', 0],
    );
    heard(0, 500);
    heard(1, 90);
    assert.deepEqual(
      [targets.route('automatic')?.model, targets.route('automatic')?.ttftMs],
      ['b', 90],
    );
  });

  it('cost nothing where each of them is a server of the user', () => {
    assert.equal(
      among(own, { ...own, url: 'http://127.0.0.1:8081' }).targets.route('automatic')?.isOwn,
      true,
    );
    assert.equal(among(own, hosted).targets.route('automatic')?.isOwn, false);
    assert.equal(among(own, { ...hosted, priority: 2 }).targets.route('automatic')?.isOwn, true);
  });

  it('may be asked for what nobody waits for where none has a price, and all have room', () => {
    const price = { input: 1, output: 1 };
    assert.equal(among({}, own).targets.mayWarm(), true);
    assert.equal(among({}, { price }).targets.mayWarm(), false);
    assert.equal(among({}, { price, priority: 2 }).targets.mayWarm(), true);
    const { endpoints, states, targets } = among({});
    for (const endpoint of endpoints) states.pause(endpoint);
    assert.equal(targets.mayWarm(), false);
  });

  it('allow in an hour what the narrowest of their limits does', () => {
    const limited = { limits: { requestsPerMinute: 2 } };
    assert.equal(among({}, limited).targets.callsPerHour(), 120);
    assert.equal(among({}).targets.callsPerHour(), undefined);
  });

  it('get a prompt that suits each of them', () => {
    assert.deepEqual(among(hosted).targets.promptSize(), FULL_SIZE);
    const small = among(hosted, own).targets.promptSize();
    assert.ok(small.prefix < FULL_SIZE.prefix);
    assert.deepEqual(among(own, hosted).targets.promptSize(), small);
    assert.deepEqual(among().targets.promptSize(), FULL_SIZE);
  });

  it('are asked ahead of need only where each of them has room', async () => {
    const limits = { concurrency: 2 };
    const { endpoints, states, targets } = among({ limits }, { limits });
    assert.equal(targets.maySpeculate(), true);
    const [, second] = endpoints;
    assert.ok(second);
    const context = { signal: new AbortController().signal, priority: 'automatic' } as const;
    await states.of(second, 'completion').limiter.acquire(context);
    assert.equal(targets.maySpeculate(), false);
  });

  it('may evaluate ahead where all are servers of the user, and those that have nothing to do', async () => {
    const both = among(own, { ...own, url: 'http://127.0.0.1:8081' });
    assert.equal(both.idsOf(both.targets.idle()), '01');
    const [first] = both.endpoints;
    assert.ok(first);
    const context = { signal: new AbortController().signal, priority: 'automatic' } as const;
    await both.states.of(first, 'completion').limiter.acquire(context);
    assert.equal(both.idsOf(both.targets.idle()), '1');
    const mixed = among(own, hosted);
    assert.equal(mixed.idsOf(mixed.targets.idle()), '');
  });
});
