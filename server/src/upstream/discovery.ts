import { type Clock, delay } from '../base/clock.ts';
import type { HttpCall } from '../base/httpCall.ts';
import { type SmallAnswer, smallJson } from '../base/smallJson.ts';
import { providers } from '../providers/index.ts';
import { withListedModel } from '../providers/listedModel.ts';
import type { LocalServer } from '../providers/provider.ts';

/** A server that is not there says so at once; one that is there and slower than this is busy. */
const PROBE_MS = 800;
/** A server that loads its model is asked so often, at these intervals. */
const MAX_LOADING_PROBES = 60;
const LOADING_MS = 1_000;

/** A model server that runs on this machine. */
export interface FoundServer {
  /** The server's name for people. */
  readonly label: string;
  /** It answers nobody without an API key. */
  readonly wantsKey?: true;
  /** An element of `aurelis.endpoints`. */
  readonly endpoint: {
    readonly id: string;
    readonly provider: string;
    readonly url: string;
    readonly model?: string;
  };
}

/** A place where a server of a provider may listen, and how it is known. */
export interface LocalPlace extends LocalServer {
  readonly provider: string;
  readonly url: string;
}

/** The usual places of all providers that are looked for. */
export const LOCAL_PLACES: readonly LocalPlace[] = providers.flatMap(
  ({ name, defaultUrl, local }) => {
    if (local === undefined) return [];
    const urls = [...(defaultUrl === undefined ? [] : [defaultUrl]), ...(local.elsewhere ?? [])];
    return urls.map((url) => ({ ...local, provider: name, url }));
  },
);

/**
 * Finds the model servers that run at some places, those that name their model first. They are asked for their models and
 * nothing else: no code leaves before the user has agreed. Where none is ready, one that loads its model is waited for, a
 * minute at most. Never rejects.
 */
export async function discover(
  call: HttpCall,
  clock: Clock,
  places: readonly LocalPlace[],
): Promise<FoundServer[]> {
  const look = (at: readonly LocalPlace[]) =>
    Promise.all(at.map((place) => serverAt(call, clock, place)));
  const probed = await look(places);
  let found = probed.filter((each) => each !== undefined && each !== 'loading');
  let loading = places.filter((_, at) => probed[at] === 'loading');
  for (let probes = 0; found.length === 0 && loading.length > 0; probes++) {
    if (probes === MAX_LOADING_PROBES) return [];
    await delay(clock, LOADING_MS, NEVER);
    const again = await look(loading);
    found = again.filter((each) => each !== undefined && each !== 'loading');
    loading = loading.filter((_, at) => again[at] === 'loading');
  }
  const hasModel = ({ endpoint }: FoundServer) => endpoint.model !== undefined;
  return withOwnIds([...found.filter(hasModel), ...found.filter((server) => !hasModel(server))]);
}

const NEVER = new AbortController().signal;

/** Names of endpoints are their own: the second server of a provider is named by its port, too. */
function withOwnIds(found: readonly FoundServer[]): FoundServer[] {
  const taken = new Set<string>();
  return found.map((server) => {
    const { id, url } = server.endpoint;
    const own = taken.has(id) ? `${id}-${new URL(url).port}` : id;
    taken.add(own);
    return own === id ? server : { ...server, endpoint: { ...server.endpoint, id: own } };
  });
}

/** The server at a place; nothing where nobody or something else is, or a server without a model that could be used. */
async function serverAt(
  call: HttpCall,
  clock: Clock,
  { provider, url, path, label, serverIn, isNamed }: LocalPlace,
): Promise<FoundServer | 'loading' | undefined> {
  const answer = await probe(call, clock, `${url}${path}`);
  if (answer === undefined) return undefined;
  const endpoint = { id: provider, provider, url };
  if (answer.status === 200) {
    const server = serverIn(answer.json);
    if (server === undefined) return undefined;
    if (!('list' in server)) return { label, endpoint: { ...endpoint, ...server } };
    const listed = await probe(call, clock, `${url}${server.list}`);
    const model = listed?.status === 200 ? withListedModel(listed.json) : undefined;
    return model && { label, endpoint: { ...endpoint, ...model } };
  }
  if (isNamed?.(answer.headers) !== true) return undefined;
  if (answer.status === 503) return 'loading';
  return answer.status === 401 || answer.status === 403
    ? { label, wantsKey: true, endpoint }
    : undefined;
}

const probe = (call: HttpCall, clock: Clock, url: string): Promise<SmallAnswer | undefined> =>
  smallJson(call, clock, PROBE_MS, { url });
