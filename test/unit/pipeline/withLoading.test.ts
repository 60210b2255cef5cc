import { deepEqual, equal, rejects } from 'node:assert/strict';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { Generate } from '../../../server/src/domain/generation.ts';
import { withLoading } from '../../../server/src/pipeline/withLoading.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

/** A path to an endpoint whose model takes so long to load, and that refuses so many requests as loading. */
function path({ loadMs = 0, refuses = 0, isAlone = true, isKnown = true, isAway = true } = {}) {
  const clock = new FakeClock();
  const asked: number[] = [];
  const told: string[] = [];
  let until = loadMs;
  const prepare = () => {
    const leftMs = until - clock.monotonic();
    if (leftMs <= 0) return undefined;
    return new Promise<void>((resolve) => clock.after(leftMs, resolve));
  };
  const loader = {
    knows: () => isKnown,
    prepare,
    ready: async () => prepare(),
    isAway: async () => isAway && prepare() !== undefined,
    isLoading: () => told.push('loading'),
    answered: () => told.push('answered'),
  };
  const endpoint = anEndpoint();
  const next: Generate = async () => {
    asked.push(clock.monotonic());
    if (asked.length > refuses) return aGeneration();
    until = clock.monotonic() + loadMs;
    throw new EndpointError(endpoint.id, 'loading', { status: 503 });
  };
  const generate = withLoading(
    { clock, loader, maxWaitMs: 60_000, isAlone: () => isAlone },
    endpoint,
    next,
  );
  return { clock, asked, told, ask: () => generate(aRequest(), aContext()) };
}

describe('withLoading', () => {
  it('asks when the model is there', async () => {
    const { clock, asked, told, ask } = path({ loadMs: 8_000 });
    const answer = ask();
    await clock.pass(8_000);
    equal((await answer).text, aGeneration().text);
    deepEqual([asked, told], [[8_000], ['answered']]);
  });

  it('waits once more where the server says that it is loading again', async () => {
    const { clock, asked, told, ask } = path({ refuses: 2 });
    const answer = ask();
    await clock.pass(2_000);
    await answer;
    deepEqual(asked, [0, 1_000, 2_000]);
    deepEqual(told, ['loading', 'loading', 'answered']);
  });

  it('believes a server that says so for ever', async () => {
    const { clock, asked, ask } = path({ refuses: 99 });
    const answer = ask();
    answer.catch(() => undefined);
    await clock.pass(60_000);
    await rejects(answer, { kind: 'loading' });
    equal(asked.length, 4);
  });

  it('leaves the request to another endpoint, if there is one', async () => {
    const cold = path({ loadMs: 8_000, isAlone: false });
    await rejects(cold.ask(), { kind: 'loading' });
    deepEqual(cold.asked, []);
    const refused = path({ refuses: 1, isAlone: false });
    await rejects(refused.ask(), { kind: 'loading' });
    deepEqual([refused.asked, refused.told], [[0], ['loading']]);
  });

  it('waits no longer than a request may take', async () => {
    const { clock, asked, ask } = path({ loadMs: 600_000 });
    const answer = ask();
    answer.catch(() => undefined);
    await clock.pass(60_000);
    await rejects(answer, { kind: 'loading' });
    deepEqual(asked, []);
  });

  it('asks a server beside others that does not say that its model is away', async () => {
    const { asked, ask } = path({ loadMs: 8_000, isAlone: false, isAway: false });
    await ask();
    deepEqual(asked, [0]);
  });

  it('leaves servers alone that cannot be told to load', async () => {
    const { asked, told, ask } = path({ loadMs: 8_000, isKnown: false });
    await ask();
    deepEqual([asked, told], [[0], []]);
  });
});
