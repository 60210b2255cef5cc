import type { ActionEvent } from '../../actions/events.ts';
import { assertNever } from '../../base/errors.ts';
import type { CacheEvent } from '../../cache/events.ts';
import type { CompletionEvent } from '../../completion/events.ts';
import type { Generation } from '../../domain/generation.ts';
import type { PipelineEvent, UpstreamEvent } from '../../domain/requestEvents.ts';
import { nameOf, Tally } from './tally.ts';

export type MetricsEvent =
  | CompletionEvent
  | ActionEvent
  | PipelineEvent
  | CacheEvent
  | UpstreamEvent;

/** Counted as they are; the others have labels. */
export type CountName =
  | 'requested'
  | 'shown'
  | 'shownWithoutCall'
  | 'accepted'
  | 'servedLocally'
  | 'fromTrie'
  | 'fromInFlight'
  | 'fromWorkspace'
  | 'negativeHits'
  | 'speculated'
  | 'speculationsUsed'
  | 'actions'
  | 'actionsApplied'
  | 'actionsServedLocally'
  | 'upstreamRequests'
  | 'upstreamErrors'
  | 'upstreamCancelled'
  | 'retries'
  | 'tokensIn'
  | 'tokensOut'
  | 'saved'
  | 'savedTokensIn'
  | 'savedTokensOut'
  | 'savedMs';

/** Upper bounds of the response-time histogram, in milliseconds (the design's); above the last there is no bound. */
export const RESPONSE_BOUNDS_MS = [100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;
/** The number of models that keep names of their own; the series of a scrape must stay few. */
const MAX_MODELS = 20;
const OTHER = 'other';

type From = 'trie' | Generation['source'];

/** The names under which a model's events are counted, made once. */
interface ModelNames {
  readonly sent: string;
  readonly answered: string;
  readonly failed: string;
  readonly cancelled: string;
  readonly tokensIn: string;
  readonly tokensOut: string;
  readonly spared: string;
  readonly sparedIn: string;
  readonly sparedOut: string;
  readonly ms: string;
  readonly ttft: string;
}

const LABELLED = (endpointId: string, model: string): ModelNames => {
  const name = (what: string) => nameOf('model', endpointId, model, what);
  return {
    sent: name('sent'),
    answered: name('answered'),
    failed: name('failed'),
    cancelled: name('cancelled'),
    tokensIn: name('tokensIn'),
    tokensOut: name('tokensOut'),
    spared: name('spared'),
    sparedIn: name('sparedIn'),
    sparedOut: name('sparedOut'),
    ms: nameOf('answer', endpointId, model),
    ttft: nameOf('ttft', endpointId, model),
  };
};

/**
 * A fold over the mechanisms' events into a tally: counts and durations, never a text. What is counted by model has the
 * endpoint's id and the model's name for labels, both from the settings.
 */
export class Recorder {
  /** Where events are counted from now on. */
  tally = new Tally();
  readonly #models = new Map<string, Map<string, ModelNames>>();
  readonly #modelNames = new Set<string>();

  /** An observer for every mechanism. */
  readonly record = (event: MetricsEvent): void => {
    switch (event.kind) {
      case 'completionServed':
        this.#count('requested');
        this.#served(event);
        return;
      case 'completionSilent':
        this.#count('requested');
        this.tally.count(nameOf('gated', event.reason));
        if (event.isKnown) this.#count('negativeHits');
        return;
      case 'completionAccepted':
        this.#count('accepted');
        return;
      case 'speculated':
        this.#count('speculated');
        return;
      case 'speculationUsed':
        this.#count('speculationsUsed');
        return;
      case 'actionRequested':
        this.#count('actions');
        return;
      case 'actionAnswered':
        this.#answered('action', event.from, event.model, event.ms);
        if (event.from !== 'upstream') this.#count('actionsServedLocally');
        return;
      case 'actionApplied':
        this.#count('actionsApplied');
        return;
      case 'joined':
        this.#count('saved');
        return;
      case 'reused':
        this.#reused(event);
        return;
      case 'failedOver':
      case 'retried':
        this.#count('retries');
        return;
      case 'refreshed':
      case 'tierDown':
      case 'tierUp':
        // The call, or the errors, that come with it are counted as such.
        return;
      case 'tierHit':
      case 'tierMiss':
      case 'tierWrite':
      case 'tierError':
      case 'tierSetAside':
        this.#tier(event);
        return;
      case 'sent':
      case 'firstText':
      case 'answered':
      case 'failed':
      case 'cancelled':
        this.#upstream(event);
        return;
      default:
        assertNever(event);
    }
  };

  #count(name: CountName, by?: number): void {
    this.tally.count(name, by);
  }

  #served(event: CompletionEvent & { kind: 'completionServed' }): void {
    const isLocal = event.from !== 'upstream';
    if (isLocal) this.#count('servedLocally');
    if (event.from === 'trie') this.#count('fromTrie');
    if (event.from === 'inFlight') this.#count('fromInFlight');
    if (event.from === 'workspace') this.#count('fromWorkspace');
    if (event.isNew) {
      this.#count('shown');
      if (isLocal) this.#count('shownWithoutCall');
    }
    this.#answered('completion', event.from, event.model, event.ms);
  }

  /** A user's request was answered. */
  #answered(task: 'completion' | 'action', from: From, answeredBy: string, ms: number): void {
    const model = this.#modelName(answeredBy);
    const isCached = from !== 'upstream';
    this.tally.time('all', ms);
    this.tally.time(isCached ? 'cached' : 'upstream', ms);
    const bound = RESPONSE_BOUNDS_MS.findIndex((most) => ms <= most);
    const bucket = bound < 0 ? RESPONSE_BOUNDS_MS.length : bound;
    this.tally.count(nameOf('response', model, task, String(isCached), String(bucket)));
    this.tally.count(nameOf('responseMs', model, task, String(isCached)), ms);
    if (isCached && from !== 'workspace') this.tally.count(nameOf('hit', from, model));
  }

  #reused({ endpointId, model, ms, usage }: PipelineEvent & { kind: 'reused' }): void {
    const names = this.#namesOf(endpointId, model);
    this.#count('saved');
    this.#count('savedMs', ms);
    this.tally.count(names.spared);
    if (usage === undefined) return;
    this.#count('savedTokensIn', usage.inputTokens);
    this.#count('savedTokensOut', usage.outputTokens);
    this.tally.count(names.sparedIn, usage.inputTokens);
    this.tally.count(names.sparedOut, usage.outputTokens);
  }

  #tier(event: CacheEvent): void {
    const what = TIER_COUNTS[event.kind];
    if (what !== undefined) this.tally.count(nameOf('tier', event.tier, what));
    if ('ms' in event) this.tally.time(nameOf('tierMs', event.tier), event.ms);
  }

  #upstream(event: UpstreamEvent): void {
    const names = this.#namesOf(event.endpointId, event.model);
    switch (event.kind) {
      case 'sent':
        this.#count('upstreamRequests');
        this.tally.count(names.sent);
        return;
      case 'firstText':
        this.tally.time(names.ttft, event.ms);
        return;
      case 'answered':
        this.tally.count(names.answered);
        this.tally.time(names.ms, event.ms);
        this.#count('tokensIn', event.usage.inputTokens);
        this.#count('tokensOut', event.usage.outputTokens);
        this.tally.count(names.tokensIn, event.usage.inputTokens);
        this.tally.count(names.tokensOut, event.usage.outputTokens);
        return;
      case 'failed':
        this.#count('upstreamErrors');
        this.tally.count(names.failed);
        this.tally.count(nameOf('error', event.error, this.#modelName(event.model)));
        return;
      case 'cancelled':
        this.#count('upstreamCancelled');
        this.tally.count(names.cancelled);
        return;
      default:
        assertNever(event);
    }
  }

  #namesOf(endpointId: string, model: string): ModelNames {
    let models = this.#models.get(endpointId);
    if (models === undefined) {
      models = new Map();
      // Endpoints come and go with the settings; what was counted stays.
      if (this.#models.size < MAX_MODELS) this.#models.set(endpointId, models);
      else return LABELLED(OTHER, OTHER);
    }
    const known = models.get(model);
    if (known !== undefined) return known;
    const names = LABELLED(endpointId, this.#modelName(model));
    if (models.size < MAX_MODELS) models.set(model, names);
    return names;
  }

  #modelName(model: string): string {
    if (this.#modelNames.has(model)) return model;
    if (this.#modelNames.size >= MAX_MODELS) return OTHER;
    this.#modelNames.add(model);
    return model;
  }
}

const TIER_COUNTS: Readonly<Partial<Record<CacheEvent['kind'], string>>> = {
  tierHit: 'hits',
  tierMiss: 'misses',
  tierWrite: 'writes',
  tierError: 'errors',
  tierSetAside: 'errors',
};
