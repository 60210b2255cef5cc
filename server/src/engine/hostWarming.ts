import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { TierName } from '../cache/tier.ts';
import type { Generation, GenerationContext, GenerationRequest } from '../domain/generation.ts';
import { isAheadOfNeed } from '../domain/generation.ts';
import type { LiveState } from '../metrics/export/snapshot.ts';
import { AheadCalls } from '../warming/aheadCalls.ts';
import { UsageHistory } from '../warming/usageHistory.ts';
import { Warmer } from '../warming/warmer.ts';
import { LOCAL_TIERS } from './answerCache.ts';
import type { Engine } from './engine.ts';
import type { EngineConfig } from './hostTools.ts';
import { PlacesAhead } from './placesAhead.ts';
import { digitsOf, keyOf, kindOf, UsageDigests } from './usageDigests.ts';
import type { WarmingTools } from './warmingTools.ts';

/** Promoted answers stay for between this part of the usual time and all of it, so that they do not end together. */
const LEAST_PART = 0.8;

/** The parts that live while warming is on. */
interface Running extends Disposable {
  readonly warmer: Warmer;
  readonly history: UsageHistory;
  readonly digests: UsageDigests;
  readonly places: PlacesAhead;
}

/** Warming under the settings of the moment: listens to what is asked and opened, and owns the history of use. */
export class HostWarming implements Disposable {
  readonly #tools: WarmingTools;
  readonly #owned = new DisposableStore();
  #config: EngineConfig;
  #running: Running | undefined;

  constructor(tools: WarmingTools, config: EngineConfig) {
    this.#tools = tools;
    this.#config = config;
    this.#apply();
    const { documents } = tools.workspace;
    this.#owned.add(
      documents.listen((event) => {
        if (event.kind === 'opened') this.#opened(event.document.uri);
      }),
    );
    for (const { uri } of documents.all()) this.#opened(uri);
  }

  apply(config: EngineConfig): void {
    const isSame = config.secrets.own === this.#config.secrets.own;
    const wasOn = this.#running !== undefined;
    this.#config = config;
    if (isSame && wasOn === config.settings['warming.enable']) return;
    this.#apply();
  }

  /** An engine whose answers are told. */
  listeningTo(engine: Engine): Engine {
    return {
      ...engine,
      generate: async (request, context) => {
        const generation = await engine.generate(request, context);
        this.#answered(request, context, generation);
        return generation;
      },
    };
  }

  /** The user is in a document. */
  activeAt(uri: string): void {
    const running = this.#running;
    if (running === undefined || !this.#mayKnow(uri)) return;
    running.warmer.active({ file: running.digests.file(uri), kind: 'completion' });
  }

  /** A suggestion was shown that had been asked for ahead. */
  shown(id: string): void {
    const key = this.#running?.places.shown(id);
    if (key !== undefined) this.#running?.warmer.shown(key);
  }

  /** Answers were removed: without those on disk the history leads nowhere, and goes, too. */
  cleared(tiers: readonly TierName[] = LOCAL_TIERS): void {
    this.#running?.warmer.cleared();
    if (tiers.includes('disk')) this.forget();
  }

  /** Forgets the history of use, and all that was learnt of it. Returns whether that could be done. */
  forget(): boolean {
    this.#running?.dispose();
    this.#running = undefined;
    const isForgotten = this.#forgotten();
    this.#apply();
    return isForgotten;
  }

  /** Warms ahead again. Returns whether that had stopped. */
  again(): boolean {
    return this.#running?.warmer.again() ?? false;
  }

  live(): LiveState['warming'] {
    if (this.#running === undefined) return { state: 'off', precision: null };
    const { verdict, precision = null } = this.#running.warmer;
    if (verdict === undefined) return { state: 'on', precision };
    const { reason, at: since, precision: found } = verdict;
    return { state: 'stopped', precision, stopped: { reason, since, precision: found } };
  }

  dispose(): void {
    this.#owned.dispose();
    this.#running?.dispose();
    this.#running = undefined;
  }

  /** Nothing is kept, and nothing that was kept stays, while warming is off. */
  #apply(): void {
    this.#running?.dispose();
    this.#running = undefined;
    if (!this.#config.settings['warming.enable']) {
      this.#forgotten();
      return;
    }
    const { clock, random, storagePath, observe, cache, isCalm = () => true } = this.#tools;
    const digests = new UsageDigests(this.#config.secrets.own);
    const places = new PlacesAhead({ ...this.#tools, digests, config: () => this.#config });
    const history = new UsageHistory(storagePath, clock, () =>
      clock.soon(() => this.#again(history)),
    );
    const part = () => LEAST_PART + (1 - LEAST_PART) * random();
    const warmer = new Warmer({
      clock,
      history,
      observe,
      isCalm,
      random,
      hourOf: (at) => new Date(at).getHours(),
      standing: places.standing,
      calls: new AheadCalls(places, clock),
      promote: async (keys) => {
        const near = await cache().promote(keys.map(keyOf), part);
        return near.map(({ key, until }) => ({ key: digitsOf(key), until }));
      },
    });
    this.#running = {
      warmer,
      history,
      digests,
      places,
      dispose: () => {
        warmer.dispose();
        history.dispose();
      },
    };
    clock.soon(() => void this.#running?.warmer.begin());
  }

  /** Another window has forgotten everything: what was learnt of it here goes, too. */
  #again(history: UsageHistory): void {
    if (this.#running?.history === history) this.#apply();
  }

  #forgotten(): boolean {
    const history = new UsageHistory(this.#tools.storagePath, this.#tools.clock);
    const isForgotten = history.forget();
    history.dispose();
    return isForgotten;
  }

  #opened(uri: string): void {
    if (this.#running === undefined || !this.#mayKnow(uri)) return;
    this.#tools.clock.soon(() => {
      const running = this.#running;
      if (running !== undefined) void running.warmer.opened(running.digests.file(uri));
    });
  }

  #answered(
    request: GenerationRequest,
    { use, priority }: GenerationContext,
    { source, cacheKey }: Generation,
  ): void {
    const running = this.#running;
    if (running === undefined || use === undefined || isAheadOfNeed(priority)) return;
    const { digests, warmer } = running;
    const at = this.#tools.clock.now();
    const place = digests.placeOf(request);
    const done = { at, file: digests.file(use.uri), kind: kindOf(use.kind), place };
    const key = cacheKey === undefined ? {} : { key: digitsOf(cacheKey) };
    warmer.used({ ...done, ...key }, source === 'upstream');
  }

  /** Of documents that are not sent nothing is kept. */
  #mayKnow(uri: string): boolean {
    const document = this.#tools.workspace.documents.get(uri);
    return (
      document !== undefined && this.#tools.workspace.policy.exclusionOf(document) === undefined
    );
  }
}
