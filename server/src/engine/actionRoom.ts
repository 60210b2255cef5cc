import type { Endpoint } from '../domain/endpoint.ts';
import { isOwnServer } from '../providers/ownServer.ts';
import { tiersOf } from '../routing/place.ts';
import type { EndpointStates } from '../upstream/endpointStates.ts';
import { CHARACTERS_PER_TOKEN } from '../upstream/fitted.ts';
import { factual } from '../upstream/requestFacts.ts';
import { readyAtOnce } from './endpointSelection.ts';

/** As much as helps: more costs time and money, and models lose sight of the whole in it. */
const MOST_TOKENS = 12_000;
/** Of a server of the user's own, which may run on the processor: it takes some twenty seconds there. */
const MOST_OWN_TOKENS = 4_000;

/**
 * The characters that a request for an action may have at the endpoint that would be asked first, of several equals at each of them: within the limits of the
 * settings, and what the server has said of its context. `endpoints` are those for actions, the preferred ones first.
 */
export function actionRoom(
  endpoints: readonly Endpoint[],
  states: Pick<EndpointStates, 'of'>,
): number {
  const of = (endpoint: Endpoint) => states.of(endpoint, 'action');
  const [ready = endpoints.slice(0, 1)] = tiersOf(readyAtOnce(endpoints, 'action', of));
  const rooms = ready.map((endpoint) => {
    const { inputTokens } = factual(endpoint, of(endpoint).facts.known).limits;
    // Half of a minute's tokens: the answer is counted, too.
    const perMinute = (endpoint.limits.tokensPerMinute ?? Number.POSITIVE_INFINITY) / 2;
    const most = isOwnServer(endpoint) ? MOST_OWN_TOKENS : MOST_TOKENS;
    return Math.min(inputTokens ?? Number.POSITIVE_INFINITY, perMinute, most);
  });
  return Math.floor(Math.min(...rooms, MOST_TOKENS)) * CHARACTERS_PER_TOKEN;
}
