import type { ActionEvent } from '../../actions/events.ts';
import { assertNever } from '../../base/errors.ts';
import type { CacheEvent } from '../../cache/events.ts';
import type { CompletionEvent } from '../../completion/events.ts';
import type { Generation } from '../../domain/generation.ts';
import type { PipelineEvent, UpstreamEvent } from '../../domain/requestEvents.ts';
import type { PressureEvent } from '../../pressure/events.ts';
import type { TuningEvent } from '../../tuning/events.ts';
import { bucketKeys, key, type LabelsOf } from '../series/tallySeries.ts';
import { keysOf, type ModelKeys } from './modelKeys.ts';
import { Tally } from './tally.ts';

export type MetricsEvent =
  | CompletionEvent
  | ActionEvent
  | PipelineEvent
  | CacheEvent
  | UpstreamEvent
  | TuningEvent
  | PressureEvent;

/** Upper bounds of the response-time histogram, in milliseconds (the design's); above the last there is no bound. */
export const RESPONSE_BOUNDS_MS = [100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;
/** The number of models that keep names of their own; the series of a scrape must stay few. */
const MAX_MODELS = 20;
const OTHER = 'other';

type From = 'trie' | Generation['source'];

/** The places of an answer in the tally; the last bucket has no bound. */
const responseKeysOf = (task: 'completion' | 'action', from: From, model: string) => {
  const of = { model, task_type: task, cached: from === 'upstream' ? 'false' : 'true' } as const;
  return {
    buckets: bucketKeys('responses', of, RESPONSE_BOUNDS_MS.length + 1),
    ms: key('responseMs', of),
    hit:
      from === 'upstream' || from === 'workspace'
        ? undefined
        : key('hits', { cache_level: from, model }),
  };
};
type ResponseKeys = ReturnType<typeof responseKeysOf>;

/** Where a cache tier's events are counted; made once, because each request looks there. */
const tierKeys = (tier: string) => {
  const of = { cache_level: tier };
  return {
    hit: key('tierEvents', { ...of, result: 'hit' }),
    miss: key('tierEvents', { ...of, result: 'miss' }),
    write: key('tierEvents', { ...of, result: 'write' }),
    error: key('tierEvents', { ...of, result: 'error' }),
    ms: key('tierMs', of),
  };
};
type TierKeys = ReturnType<typeof tierKeys>;

/**
 * A fold over the mechanisms' events into a tally: counts and durations, never a text. What is counted by model has the
 * endpoint's id and the model's name for labels, both from the settings.
 */
export class Recorder {
  /** Where events are counted from now on. */
  tally = new Tally();
  readonly #models = new Map<string, Map<string, ModelKeys>>();
  readonly #tiers = new Map<string, TierKeys>();
  readonly #modelNames = new Set<string>();
  /** By task, source and model: as many as those are. */
  readonly #responses = new Map<string, ResponseKeys>();

  /** An observer for every mechanism. */
  readonly record = (event: MetricsEvent): void => {
    switch (event.kind) {
      case 'completionServed':
        this.#served(event);
        return;
      case 'completionSilent':
        this.tally.count('requested');
        this.tally.count(key('gated', { reason: event.reason }));
        if (event.isKnown) this.tally.count('negativeHits');
        return;
      case 'completionAccepted':
        this.tally.count('accepted');
        return;
      case 'speculated':
        this.tally.count('speculated');
        return;
      case 'speculationUsed':
        this.tally.count('speculationsUsed');
        return;
      case 'actionRequested':
        this.tally.count('actions');
        return;
      case 'actionAnswered':
        this.#answered('action', event.from, event.model, event.ms);
        if (event.from !== 'upstream') this.tally.count('actionsServedLocally');
        return;
      case 'actionAskedAgain':
        this.tally.count('actionsAskedAgain');
        if (event.isCured) this.tally.count('actionsCured');
        return;
      case 'actionApplied':
        this.tally.count('actionsApplied');
        return;
      case 'joined':
        this.tally.count('saved');
        return;
      case 'reused':
        this.#reused(event);
        return;
      case 'readAhead':
        this.tally.count('readAheads');
        return;
      case 'readAheadDone':
        this.tally.count(this.#keysOf(event.endpointId, event.model).ahead, event.tokens);
        return;
      case 'failedOver':
      case 'retried':
        this.tally.count('retries');
        return;
      case 'pressureChanged':
        this.tally.count(key('pressureSteps', { level: event.level }));
        return;
      case 'falseHit':
        this.tally.count('falseHits');
        return;
      case 'tuned':
        this.tally.count(key('tuningChanges', { knob: event.knob, outcome: event.what }));
        return;
      case 'refreshed':
      case 'chosen':
      case 'leftSlow':
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
      case 'evaluated':
        this.#upstream(event);
        return;
      default:
        assertNever(event);
    }
  };

  #served(event: CompletionEvent & { kind: 'completionServed' }): void {
    const isLocal = event.from !== 'upstream';
    this.#answered('completion', event.from, event.model, event.ms);
    this.tally.count('requested');
    if (isLocal) this.tally.count('servedLocally');
    if (event.from === 'trie') this.tally.count('fromTrie');
    if (event.from === 'inFlight') this.tally.count('fromInFlight');
    if (event.from === 'workspace') this.tally.count('fromWorkspace');
    if (event.isNew) {
      this.tally.count('shown');
      if (isLocal) this.tally.count('shownWithoutCall');
    }
  }

  /** A user's request was answered. */
  #answered(task: 'completion' | 'action', from: From, answeredBy: string, ms: number): void {
    const model = this.#modelName(answeredBy);
    const isCached = from !== 'upstream';
    const keys = this.#responseKeys(task, from, model);
    this.tally.time(['all', isCached ? 'cached' : 'upstream'], ms);
    const bound = RESPONSE_BOUNDS_MS.findIndex((most) => ms <= most);
    const bucket = keys.buckets.at(bound);
    if (bucket !== undefined) this.tally.count(bucket);
    this.tally.count(keys.ms, ms);
    if (keys.hit !== undefined) this.tally.count(keys.hit);
  }

  #reused({ endpointId, model, ms, usage }: PipelineEvent & { kind: 'reused' }): void {
    const keys = this.#keysOf(endpointId, model);
    this.tally.count('saved');
    this.tally.count('savedMs', ms);
    this.tally.count(keys.saved);
    if (usage === undefined) return;
    this.tally.count('savedTokensIn', usage.inputTokens);
    this.tally.count('savedTokensOut', usage.outputTokens);
    this.tally.count(keys.savedTokensIn, usage.inputTokens);
    this.tally.count(keys.savedTokensOut, usage.outputTokens);
  }

  #tier(event: CacheEvent): void {
    const result = TIER_RESULTS[event.kind];
    const keys = this.#tierKeys(event.tier);
    if (result !== undefined) this.tally.count(keys[result]);
    if ('ms' in event) this.tally.time([keys.ms], event.ms);
  }

  #upstream(event: UpstreamEvent): void {
    const keys = this.#keysOf(event.endpointId, event.model);
    switch (event.kind) {
      case 'sent':
        this.tally.count('upstreamRequests');
        this.tally.count(keys.sent);
        return;
      case 'firstText':
        this.tally.time([keys.firstTextMs], event.ms);
        return;
      case 'evaluated':
        this.tally.count('tokensEvaluated', event.evaluated);
        this.tally.count('tokensReused', event.reused);
        this.tally.count(keys.evaluated, event.evaluated);
        this.tally.count(keys.reused, event.reused);
        return;
      case 'answered':
        this.tally.count(keys.answered);
        this.tally.time([keys.answerMs], event.ms);
        this.tally.count('tokensIn', event.usage.inputTokens);
        this.tally.count('tokensOut', event.usage.outputTokens);
        this.tally.count(keys.tokensIn, event.usage.inputTokens);
        this.tally.count(keys.tokensOut, event.usage.outputTokens);
        return;
      case 'failed':
        this.tally.count('upstreamErrors');
        this.tally.count(keys.failed);
        this.tally.count(key('errors', { type: event.error, model: this.#modelName(event.model) }));
        return;
      case 'cancelled':
        this.tally.count('upstreamCancelled');
        this.tally.count(keys.cancelled);
        return;
      default:
        assertNever(event);
    }
  }

  #responseKeys(task: 'completion' | 'action', from: From, model: string): ResponseKeys {
    const name = `${task} ${from} ${model}`;
    const known = this.#responses.get(name);
    if (known !== undefined) return known;
    const keys = responseKeysOf(task, from, model);
    this.#responses.set(name, keys);
    return keys;
  }

  #tierKeys(tier: string): TierKeys {
    const known = this.#tiers.get(tier);
    if (known !== undefined) return known;
    const keys = tierKeys(tier);
    this.#tiers.set(tier, keys);
    return keys;
  }

  #keysOf(endpointId: string, model: string): ModelKeys {
    let models = this.#models.get(endpointId);
    if (models === undefined) {
      models = new Map();
      // Endpoints come and go with the settings; what was counted stays.
      if (this.#models.size < MAX_MODELS) this.#models.set(endpointId, models);
      else return keysOf(OTHER, OTHER);
    }
    const known = models.get(model);
    if (known !== undefined) return known;
    const keys = keysOf(endpointId, this.#modelName(model));
    if (models.size < MAX_MODELS) models.set(model, keys);
    return keys;
  }

  #modelName(model: string): string {
    if (this.#modelNames.has(model)) return model;
    if (this.#modelNames.size >= MAX_MODELS) return OTHER;
    this.#modelNames.add(model);
    return model;
  }
}

const TIER_RESULTS: Readonly<
  Partial<Record<CacheEvent['kind'], LabelsOf<'tierEvents'>['result']>>
> = {
  tierHit: 'hit',
  tierMiss: 'miss',
  tierWrite: 'write',
  tierError: 'error',
  tierSetAside: 'error',
};
