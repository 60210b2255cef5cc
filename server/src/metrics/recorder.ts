import type { ActionEvent } from '../actions/events.ts';
import { assertNever } from '../base/errors.ts';
import { QuantileSketch } from '../base/sketch.ts';
import type { CacheEvent } from '../cache/events.ts';
import type { CompletionEvent } from '../completion/events.ts';
import type { Generation } from '../domain/generation.ts';
import type { PipelineEvent } from '../pipeline/events.ts';
import type { UpstreamEvent } from '../upstream/events.ts';
import { countOf, type EndpointCounts, emptyCounts, emptyTier, type TierCounts } from './counts.ts';

export type MetricsEvent =
  | CompletionEvent
  | ActionEvent
  | PipelineEvent
  | CacheEvent
  | UpstreamEvent;

/** A fold over the mechanisms' events: counters and sketches, never a text. */
export class Recorder {
  readonly counts = emptyCounts();
  readonly gated = new Map<string, number>();
  readonly tiers = new Map<string, TierCounts>();
  readonly endpoints = new Map<string, EndpointCounts>();
  readonly latency = {
    all: new QuantileSketch(),
    cached: new QuantileSketch(),
    upstream: new QuantileSketch(),
  };

  tier(name: string): TierCounts {
    return countOf(this.tiers, name, emptyTier);
  }

  endpoint(id: string): EndpointCounts {
    return countOf(this.endpoints, id, () => ({
      answered: 0,
      failed: 0,
      ttftMs: new QuantileSketch(),
    }));
  }

  /** An observer for every mechanism. */
  readonly record = (event: MetricsEvent): void => {
    const { counts } = this;
    switch (event.kind) {
      case 'completionRequested':
        counts.requested++;
        return;
      case 'completionGated':
        this.gated.set(event.gate, (this.gated.get(event.gate) ?? 0) + 1);
        return;
      case 'completionKnownEmpty':
        counts.negativeHits++;
        return;
      case 'completionServed':
        this.#served(event);
        return;
      case 'completionAccepted':
        counts.accepted++;
        return;
      case 'speculated':
        counts.speculated++;
        return;
      case 'speculationUsed':
        counts.speculationsUsed++;
        return;
      case 'actionRequested':
        counts.actions++;
        return;
      case 'actionAnswered':
        this.#time(event.from, event.ms);
        if (event.from !== 'upstream') counts.actionsServedLocally++;
        return;
      case 'actionApplied':
        counts.actionsApplied++;
        return;
      case 'joined':
      case 'reused':
        counts.saved++;
        return;
      case 'failedOver':
      case 'retried':
        counts.retries++;
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
        this.#tierEvent(event);
        return;
      case 'sent':
      case 'firstText':
      case 'answered':
      case 'failed':
      case 'cancelled':
        this.#upstreamEvent(event);
        return;
      default:
        assertNever(event);
    }
  };

  #served(event: CompletionEvent & { kind: 'completionServed' }): void {
    const { counts } = this;
    const isLocal = event.from !== 'upstream';
    if (isLocal) counts.servedLocally++;
    if (event.from === 'trie') counts.fromTrie++;
    if (event.from === 'inFlight') counts.fromInFlight++;
    if (event.from === 'workspace') counts.fromWorkspace++;
    if (event.isNew) {
      counts.shown++;
      if (isLocal) counts.shownWithoutCall++;
    }
    this.#time(event.from, event.ms);
  }

  #time(from: 'trie' | Generation['source'], ms: number): void {
    this.latency.all.add(ms);
    (from === 'upstream' ? this.latency.upstream : this.latency.cached).add(ms);
  }

  #tierEvent(event: CacheEvent): void {
    const tier = this.tier(event.tier);
    if (event.kind === 'tierHit') tier.hits++;
    if (event.kind === 'tierMiss') tier.misses++;
    if (event.kind === 'tierWrite') tier.writes++;
    if (event.kind === 'tierError' || event.kind === 'tierSetAside') tier.errors++;
    if ('ms' in event) tier.getMs.add(event.ms);
  }

  #upstreamEvent(event: UpstreamEvent): void {
    const { counts } = this;
    const endpoint = this.endpoint(event.endpointId);
    switch (event.kind) {
      case 'sent':
        counts.upstreamRequests++;
        return;
      case 'firstText':
        endpoint.ttftMs.add(event.ms);
        return;
      case 'answered':
        endpoint.answered++;
        counts.tokensIn += event.usage.inputTokens;
        counts.tokensOut += event.usage.outputTokens;
        return;
      case 'failed':
        endpoint.failed++;
        counts.upstreamErrors++;
        return;
      case 'cancelled':
        counts.upstreamCancelled++;
        return;
      default:
        assertNever(event);
    }
  }
}
