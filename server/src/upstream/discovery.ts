import type { Clock } from '../base/clock.ts';
import { withDeadline } from '../base/deadline.ts';
import type { HttpCall } from '../base/httpCall.ts';
import { isRecord } from './providers/dialect.ts';
import { familyOf } from './templates/index.ts';

/** A server that is not there says so at once; one that is there and slower than this is busy. */
const PROBE_MS = 800;
const MAX_ANSWER_BYTES = 1_000_000;

type LocalProvider = 'ollama' | 'lmstudio' | 'llamacpp';

/** A model server that runs on this machine, as an element of `aurelis.endpoints`. */
export interface FoundServer {
  readonly id: LocalProvider;
  readonly provider: LocalProvider;
  readonly url: string;
  readonly model?: string;
}

/** Where a kind of server usually listens, and what it is asked to be known by. */
export interface LocalPlace {
  readonly provider: LocalProvider;
  readonly url: string;
}

export const LOCAL_PLACES: readonly LocalPlace[] = [
  { provider: 'ollama', url: 'http://127.0.0.1:11434' },
  { provider: 'lmstudio', url: 'http://127.0.0.1:1234/v1' },
  { provider: 'llamacpp', url: 'http://127.0.0.1:8080' },
];

/** Each lists its models, or properties that only it has. */
const PATHS: Readonly<Record<LocalProvider, string>> = {
  ollama: '/api/tags',
  lmstudio: '/models',
  llamacpp: '/props',
};

/**
 * Finds the model servers that run at some places. They are asked for their models and nothing else: no code leaves before
 * the user has agreed. Never rejects.
 */
export async function discover(
  call: HttpCall,
  clock: Clock,
  places: readonly LocalPlace[],
): Promise<FoundServer[]> {
  const probed = places.map(async ({ provider, url }): Promise<FoundServer[]> => {
    const told = await probe(call, clock, `${url}${PATHS[provider]}`);
    const server = { id: provider, provider, url };
    if (provider === 'llamacpp') {
      return isRecord(told) && 'default_generation_settings' in told ? [server] : [];
    }
    const model = bestOf(namesIn(told));
    return model === undefined ? [] : [{ ...server, model }];
  });
  return (await Promise.all(probed)).flat();
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

/** `{ models: [{ name }] }` of Ollama, `{ data: [{ id }] }` of the others. */
function namesIn(told: unknown): string[] {
  if (!isRecord(told)) return [];
  const list = Array.isArray(told.models) ? told.models : told.data;
  if (!Array.isArray(list)) return [];
  const names = list.map((each) => (isRecord(each) ? (each.name ?? each.id) : undefined));
  return names.filter((name) => typeof name === 'string' && !/embed/i.test(name)) as string[];
}

/** One that was trained to fill in the middle, if there is one. */
const bestOf = (names: readonly string[]): string | undefined =>
  names.find((name) => familyOf(name) !== undefined) ?? names[0];
