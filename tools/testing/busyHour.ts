import type { MetricsEvent } from '../../server/src/metrics/collect/recorder.ts';

const of = { endpointId: 'local "one"', model: 'qwen\\coder' };
const usage = { inputTokens: 300, outputTokens: 20 };

/** One of every event that metrics know, and some of the usual ones. */
export const BUSY: readonly MetricsEvent[] = [
  { kind: 'completionSilent', reason: 'midWord' },
  { kind: 'completionServed', from: 'upstream', model: of.model, ms: 340, isNew: true },
  { kind: 'completionServed', from: 'upstream', model: of.model, ms: 12_000, isNew: true },
  { kind: 'completionServed', from: 'trie', model: of.model, ms: 0.4, isNew: false },
  { kind: 'completionServed', from: 'memory', model: of.model, ms: 2, isNew: true },
  { kind: 'completionServed', from: 'workspace', model: 'workspace', ms: 1, isNew: true },
  { kind: 'completionSilent', reason: 'knownEmpty', isKnown: true },
  { kind: 'completionAccepted' },
  { kind: 'speculated' },
  { kind: 'speculationUsed' },
  { kind: 'actionRequested' },
  { kind: 'actionAnswered', from: 'upstream', model: of.model, ms: 900 },
  { kind: 'actionAskedAgain', isCured: true },
  { kind: 'actionApplied' },
  { kind: 'joined' },
  { kind: 'reused', ...of, ms: 340, usage },
  { kind: 'refreshed' },
  { kind: 'failedOver' },
  { kind: 'retried' },
  { kind: 'tierHit', tier: 'memory', ms: 0.01 },
  { kind: 'tierMiss', tier: 'memory', ms: 0.02 },
  { kind: 'tierMiss', tier: 'disk', ms: 0.3 },
  { kind: 'tierWrite', tier: 'disk' },
  { kind: 'tierError', tier: 'disk' },
  { kind: 'tierDown', tier: 'disk' },
  { kind: 'tierUp', tier: 'disk' },
  { kind: 'tierSetAside', tier: 'disk' },
  { kind: 'sent', ...of, task: 'completion' },
  { kind: 'sent', ...of, task: 'completion' },
  { kind: 'sent', ...of, task: 'action' },
  { kind: 'firstText', ...of, ms: 210 },
  { kind: 'answered', ...of, ms: 330, usage },
  { kind: 'failed', ...of, error: 'timeout' },
  { kind: 'cancelled', ...of },
];

export const BUSY_ENDPOINT = of.endpointId;
