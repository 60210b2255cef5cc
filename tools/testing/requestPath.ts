import type { Clock } from '../../server/src/base/clock.ts';
import type { HttpCall } from '../../server/src/base/httpCall.ts';
import type { GenerationRequest } from '../../server/src/domain/generation.ts';
import { createAnswerCache } from '../../server/src/engine/answerCache.ts';
import { createEngine, type Engine } from '../../server/src/engine/engine.ts';
import { factStore } from '../../server/src/engine/factStore.ts';
import { ConcurrencyLimit } from '../../server/src/limits/concurrencyLimit.ts';
import type { MetricsEvent } from '../../server/src/metrics/collect/recorder.ts';
import type { CallLeases } from '../../server/src/pipeline/withSharedFlights.ts';
import { parseSettings } from '../../server/src/settings/settings.ts';
import { EndpointStates } from '../../server/src/upstream/endpointStates.ts';
import { ModelLoader } from '../../server/src/upstream/modelLoader.ts';
import { seededRandom } from '../random.ts';

export interface PathOptions {
  readonly clock: Clock;
  readonly call: HttpCall;
  /** The section `aurelis`. */
  readonly settings: object;
  readonly storagePath?: string;
  /** Where the facts about models are kept; nowhere without it. */
  readonly factsFolder?: string;
  readonly observe?: (event: MetricsEvent) => void;
  /** Calls are shared with other processes. */
  readonly callLeases?: CallLeases;
}

/** The product's request path as the server composes it: flights, cache, routing, retries, breaker, limits, send. */
export function requestPath({
  clock,
  call,
  settings: raw,
  storagePath,
  factsFolder,
  observe,
  callLeases,
}: PathOptions) {
  const { settings, problems } = parseSettings(raw);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const random = seededRandom(7);
  const tell = observe ?? (() => undefined);
  const secrets = { own: 'bench' };
  const cache = createAnswerCache(settings, {
    clock,
    call,
    newId: () => 'bench',
    secrets,
    storagePath: storagePath ?? '',
    observe: tell,
  });
  const slots = new ConcurrencyLimit({
    concurrency: settings['requests.concurrency'],
    queueLimit: settings['requests.queueLimit'],
  });
  const credential = async () => 'key';
  const mayCarryKey = () => true;
  const loader = new ModelLoader({ call, clock, credential, mayCarryKey });
  const engine: Engine = createEngine(settings, {
    clock,
    call,
    observe: tell,
    credential,
    identity: () => 'me',
    mayCarryKey,
    secrets,
    random,
    cache,
    callLeases,
    loader,
    states: new EndpointStates({
      clock,
      random,
      slots,
      ...(factsFolder === undefined ? {} : { factsOf: factStore(factsFolder, clock) }),
    }),
  });
  return { ...engine, cache, dispose: () => cache.dispose() };
}

let asked = 0;

/** A request that nobody has made before. */
export const freshRequest = (): GenerationRequest => ({
  task: 'action',
  input: { kind: 'chat', system: 'Be short.', user: `Question ${++asked}` },
  languageId: 'typescript',
  maxOutputTokens: 64,
  temperature: 0,
  stopRule: { name: 'none', version: 1 },
});
