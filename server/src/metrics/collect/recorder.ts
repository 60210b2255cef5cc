import type { ActionEvent } from '../../actions/events.ts';
import { assertNever } from '../../base/errors.ts';
import type { CacheEvent } from '../../cache/events.ts';
import type { CompletionEvent } from '../../completion/events.ts';
import type { PipelineEvent, UpstreamEvent } from '../../domain/requestEvents.ts';
import type { PressureEvent } from '../../pressure/events.ts';
import type { TuningEvent } from '../../tuning/events.ts';
import type { WarmingEvent } from '../../warming/events.ts';
import { key, type LabelsOf } from '../series/tallySeries.ts';
import {
  type From,
  keysOf,
  type ModelKeys,
  RESPONSE_BOUNDS_MS,
  type ResponseKeys,
  responseKeysOf,
  type TierKeys,
  tierKeys,
} from './recorderKeys.ts';
import { Tally } from './tally.ts';

export type MetricsEvent =
  | CompletionEvent
  | ActionEvent
  | PipelineEvent
  | CacheEvent
  | UpstreamEvent
  | TuningEvent
  | PressureEvent
  | WarmingEvent;

/** The number of models that keep names of their own; the series of a scrape must stay few. */
const MAX_MODELS = 20;
const OTHER = 'other';

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
      case 'warmed':
      case 'warmedUsed':
      case 'warmedUnused':
      case 'warmingAsked':
      case 'warmingAnswered':
      case 'connectedAhead':
        this.#warming(event);
        return;
      case 'warmedShown':
      case 'warmingOff':
      case 'warmingOn':
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

  #warming(event: WarmingEvent): void {
    switch (event.kind) {
      case 'warmed':
        this.tally.count(key('warmed', { cause: event.cause, result: 'warmed' }), event.count);
        return;
      case 'warmedUsed':
        this.tally.count(key('warmed', { cause: event.cause, result: 'used' }));
        return;
      case 'warmedUnused':
        this.tally.count(key('warmed', { cause: event.cause, result: 'unused' }));
        return;
      case 'warmingAsked':
        this.tally.count('warmingCalls');
        return;
      case 'warmingAnswered':
        this.tally.count('warmingTokens', event.tokens);
        return;
      default:
        this.tally.count('connectedAhead');
    }
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
        if (event.isFree === true) this.tally.count(keys.free);
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
