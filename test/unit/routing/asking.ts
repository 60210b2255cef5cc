import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import type { GenerationRequest } from '../../../server/src/domain/generation.ts';
import type { Router } from '../../../server/src/routing/router.ts';
import type { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

export const endpointAt = (id: string, priority?: number, more: Partial<Endpoint> = {}): Endpoint =>
  anEndpoint({ id, ...(priority === undefined ? {} : { priority }), ...more });

/** Asks once, answered by each endpoint in its time; returns whom. */
export async function askRouter(
  router: Router,
  clock: FakeClock,
  msOf: Readonly<Record<string, number>>,
  request = aRequest(),
): Promise<string> {
  const [endpoint] = router.order(request, 'automatic');
  if (endpoint === undefined) return '';
  const attempt = router.begun(endpoint, request);
  await clock.pass(msOf[endpoint.id] ?? 100);
  attempt.heard();
  return endpoint.id;
}

/** The ids of those that would be asked, one after the other. */
export const orderOf = (router: Router, request: GenerationRequest = aRequest()): string =>
  [...router.order(request, 'automatic')].map(({ id }) => id).join('');

/** Asks several times; returns whom. */
export async function askMany(
  router: Router,
  clock: FakeClock,
  msOf: Readonly<Record<string, number>>,
  times: number,
): Promise<string> {
  let asked = '';
  for (let time = 0; time < times; time++) asked += await askRouter(router, clock, msOf);
  return asked;
}
