import { isNearby } from '../base/nearbyHost.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { providerOf } from './index.ts';
import { isCloudName } from './listedModel.ts';

/**
 * True for a model server of the user's own, which costs nothing but its time: of a kind that runs models itself (a gateway on this machine may
 * pass requests on to whoever is paid), on this machine or network, without a price or limits.
 */
export function isOwnServer(endpoint: Endpoint): boolean {
  const { url, price, completionModel, limits } = endpoint;
  const { requestsPerMinute, requestsPerDay, tokensPerMinute } = limits;
  const isCounted = [price, requestsPerMinute, requestsPerDay, tokensPerMinute].some(
    (each) => each !== undefined,
  );
  const runsModels = providerOf(endpoint).local !== undefined;
  return runsModels && !isCounted && !isCloudName(completionModel) && isNearby(url);
}
