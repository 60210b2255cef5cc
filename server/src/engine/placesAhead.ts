import { nextTurn } from '../base/clock.ts';
import { cursorAt } from '../completion/cursor.ts';
import { baseName } from '../documents/baseName.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import { isWhole } from '../domain/generation.ts';
import type { AheadAccess, Fetched } from '../warming/aheadCalls.ts';
import type { EngineConfig } from './hostTools.ts';
import { digitsOf, type UsageDigests } from './usageDigests.ts';
import type { WarmingTools } from './warmingTools.ts';

/** Lines of a document in which a place is looked for. */
const MAX_LINES = 2_000;
/** Lines that are looked at in one turn of the event loop: less than a millisecond. */
const LINES_AT_ONCE = 100;
/** Suggestions whose keys are kept at hand. */
const MAX_KEPT = 100;

interface Tools
  extends Pick<WarmingTools, 'clock' | 'workspace' | 'cache' | 'features' | 'onBattery'> {
  readonly digests: UsageDigests;
  readonly config: () => EngineConfig;
}

/** Has the answers at places of open documents near: from the disk, else by a model. */
export class PlacesAhead implements AheadAccess {
  readonly #tools: Tools;
  /** Cache keys of suggestions that were asked for ahead, by their ids. */
  readonly #keys = new Map<string, string>();
  /** A document that is changed is another one. */
  readonly #places = new WeakMap<LiveDocument, ReadonlyMap<string, number>>();

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  readonly mayCall = (): boolean => {
    const { settings, isTrusted } = this.#tools.config();
    if (!isTrusted || !settings.enable || !settings['completion.speculate']) return false;
    // Where nobody can tell, the few calls that are made are no burden.
    return this.#tools.features().engine.mayWarm() && this.#tools.onBattery?.() !== true;
  };

  readonly standing = async (file: string): Promise<ReadonlySet<string> | undefined> => {
    const document = this.#documentOf(file);
    return document && new Set((await this.#placesOf(document)).keys());
  };

  readonly perHour = (): number | undefined => this.#tools.features().engine.callsPerHour();

  readonly fetch = async (
    file: string,
    place: string,
    signal: AbortSignal,
  ): Promise<Fetched | undefined> => {
    const document = this.#documentOf(file);
    const line = document && (await this.#placesOf(document)).get(place);
    if (document === undefined || line === undefined) return undefined;
    const { completions, engine, requestThere } = this.#tools.features();
    const position = { line, character: (document.lines[line] ?? '').length };
    const request = await requestThere(document.uri, position);
    if (typeof request !== 'object' || engine.peek(request) !== undefined) return undefined;
    const [near] = await this.#tools.cache().promote(engine.keysOf(request), () => 1);
    if (near !== undefined) return { key: digitsOf(near.key), isCall: false };
    if (signal.aborted || !this.mayCall()) return undefined;
    const context = { signal, priority: 'warming', isFresh: true } as const;
    const asked = { ...context, file: baseName(document.uri) };
    const generation = await engine.generate(request, asked).catch(nobodyWaits);
    if (generation === undefined) return undefined;
    const { cacheKey } = generation;
    if (cacheKey === undefined || !isWhole(generation)) return { key: NO_KEY, isCall: true };
    const isCurrent = this.#tools.workspace.documents.get(document.uri) === document;
    if (isCurrent) this.#keep(completions.keep(cursorAt(document, position), generation), cacheKey);
    return { key: digitsOf(cacheKey), isCall: true };
  };

  /** The key of a suggestion that is shown, if it was asked for ahead. */
  shown(id: string): string | undefined {
    const key = this.#keys.get(id);
    this.#keys.delete(id);
    return key;
  }

  #keep(id: string, cacheKey: string): void {
    const [oldest] = this.#keys.keys();
    if (this.#keys.size >= MAX_KEPT && oldest !== undefined) this.#keys.delete(oldest);
    this.#keys.set(id, digitsOf(cacheKey));
  }

  #documentOf(file: string): LiveDocument | undefined {
    const { workspace, digests } = this.#tools;
    for (const document of workspace.documents.all()) {
      if (digests.file(document.uri) === file) return document;
    }
    return undefined;
  }

  /** The places at the ends of a document's lines, and where they are. They are found in turns of the event loop. */
  async #placesOf(document: LiveDocument): Promise<ReadonlyMap<string, number>> {
    const known = this.#places.get(document);
    if (known !== undefined) return known;
    const { digests, clock } = this.#tools;
    const { lines } = document;
    const places = new Map<string, number>();
    for (let line = 0; line < Math.min(lines.length, MAX_LINES); line++) {
      if (line % LINES_AT_ONCE === LINES_AT_ONCE - 1) await nextTurn(clock);
      const place = digests.place(lines[line - 1] ?? '', lines[line] ?? '');
      if (!places.has(place)) places.set(place, line);
    }
    this.#places.set(document, places);
    return places;
  }
}

/** Stands for an answer that is kept nowhere. */
const NO_KEY = '';

/** A call that failed costs nobody anything. */
const nobodyWaits = (): undefined => undefined;
