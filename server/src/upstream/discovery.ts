import type { Clock } from '../base/clock.ts';
import { withDeadline } from '../base/deadline.ts';
import type { HttpCall } from '../base/httpCall.ts';
import { providers } from '../providers/index.ts';
import type { LocalServer } from '../providers/provider.ts';

/** A server that is not there says so at once; one that is there and slower than this is busy. */
const PROBE_MS = 800;
const MAX_ANSWER_BYTES = 1_000_000;

/** A model server that runs on this machine. */
export interface FoundServer {
  /** The server's name for people. */
  readonly label: string;
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
  ({ name, defaultUrl: url, local }) =>
    url === undefined || local === undefined ? [] : [{ ...local, provider: name, url }],
);

/**
 * Finds the model servers that run at some places, those that name their model first. They are asked for their models and
 * nothing else: no code leaves before the user has agreed. Never rejects.
 */
export async function discover(
  call: HttpCall,
  clock: Clock,
  places: readonly LocalPlace[],
): Promise<FoundServer[]> {
  const probed = places.map(async ({ provider, url, path, label, serverIn }) => {
    const server = serverIn(await probe(call, clock, `${url}${path}`));
    const endpoint = { id: provider, provider, url, ...server };
    return server === undefined ? [] : [{ label, endpoint }];
  });
  const found = (await Promise.all(probed)).flat();
  const hasModel = ({ endpoint }: FoundServer) => endpoint.model !== undefined;
  return [...found.filter(hasModel), ...found.filter((server) => !hasModel(server))];
}

async function probe(call: HttpCall, clock: Clock, url: string): Promise<unknown> {
  try {
    return await withDeadline(clock, PROBE_MS, async (signal) => {
      const response = await call({ url, method: 'GET', headers: {}, signal });
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of response.body) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) return undefined;
      }
      return response.status === 200 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
    });
  } catch {
    // Nobody there, or somebody else.
    return undefined;
  }
}
