import type { Endpoint } from '../domain/endpoint.ts';
import type { EndpointStates } from '../upstream/endpointStates.ts';
import type { ModelLoader } from '../upstream/modelLoader.ts';
import type { DescribedServers } from './describedServers.ts';

export interface WarmUpTools {
  /** Connects ahead of the first request to a URL. */
  readonly warm: (url: string) => void;
  readonly servers: DescribedServers;
  readonly loader: ModelLoader;
  readonly states: EndpointStates;
}

/** Somebody is about to type: connections are made meanwhile, servers asked what they are, and the model that will be asked is loaded. */
export function warmUp(
  endpoints: readonly Endpoint[],
  { warm, servers, loader, states }: WarmUpTools,
): void {
  const used = endpoints.filter(
    (each) => each.roles.includes('completion') && !states.isPaused(each),
  );
  for (const { url } of used) warm(url);
  void servers.ask(endpoints);
  const first = used.find((each) => states.of(each, 'completion').health.isAvailable());
  if (first === undefined) return;
  // A server that loads says nothing of itself until it is done.
  void loader.prepare(first, 'completion')?.then(() => servers.ask([first]));
}
