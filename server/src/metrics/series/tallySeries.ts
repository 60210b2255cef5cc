import { CAUSES } from '../../warming/events.ts';
import { ANY, type LabelValues, series } from './series.ts';

/** Where a request of the editor can be answered from without a call; `trie` is the suggestion store. */
export const HIT_LEVELS = ['trie', 'inFlight', 'memory', 'redis', 'disk', 'http'] as const;

/** The ends of a change by tuning, and its beginning. */
export const TUNING_OUTCOMES = ['moved', 'kept', 'left'] as const;

const ENDPOINT_MODEL = { endpoint: ANY, model: ANY } as const;
const RESPONSE = {
  model: ANY,
  task_type: ['completion', 'action'],
  cached: ['true', 'false'],
} as const;

/**
 * Every series that a tally holds: counts (`count`) and durations as quantile sketches (`times`). The recorder writes them, and
 * every figure on every surface is read from them. Renaming one loses its history on disk.
 */
export const TALLY_SERIES = {
  requested: series('count', 'requests', 'Inline completions that the editor asked for.'),
  gated: series('count', 'requests', 'Inline completions without a suggestion, by reason.', {
    reason: ANY,
  }),
  negativeHits: series(
    'count',
    'requests',
    'Inline completions that the model is known to have no answer for.',
  ),
  shown: series('count', 'suggestions', 'Suggestions, each counted once.'),
  shownWithoutCall: series('count', 'suggestions', 'Suggestions that cost no model call.'),
  accepted: series('count', 'suggestions', 'Suggestions that were accepted.'),
  servedLocally: series('count', 'requests', 'Inline completions answered without a model call.'),
  fromTrie: series('count', 'requests', 'Inline completions answered by the suggestion store.'),
  fromInFlight: series('count', 'requests', 'Inline completions answered by a call in flight.'),
  fromWorkspace: series('count', 'requests', 'Inline completions answered by the workspace.'),
  speculated: series('count', 'calls', 'Model calls for the text after a suggestion.'),
  speculationsUsed: series('count', 'calls', 'Those of them whose answer was shown.'),
  actions: series('count', 'requests', 'Code actions that were chosen.'),
  actionsApplied: series('count', 'requests', 'Code actions that changed a document.'),
  actionsServedLocally: series('count', 'requests', 'Code actions answered without a model call.'),
  actionsAskedAgain: series(
    'count',
    'requests',
    'Code actions whose answer was malformed, and that were asked once more in the other form.',
  ),
  actionsCured: series('count', 'requests', 'Those of them whose second answer could be used.'),
  all: series('times', 'ms', 'Time to an answer of any source.'),
  cached: series('times', 'ms', 'Time to an answer without a model call.'),
  upstream: series('times', 'ms', 'Time to an answer by a model call.'),
  responses: series('count', 'requests', 'Answers, by bucket of the response-time histogram.', {
    ...RESPONSE,
    bucket: ANY,
  }),
  responseMs: series('count', 'ms', 'Time to all answers together.', RESPONSE),
  hits: series('count', 'requests', 'Requests of the editor answered without a call, by source.', {
    cache_level: HIT_LEVELS,
    model: ANY,
  }),
  upstreamRequests: series('count', 'calls', 'Model calls.'),
  upstreamErrors: series('count', 'calls', 'Model calls that failed.'),
  upstreamCancelled: series('count', 'calls', 'Model calls that were cancelled.'),
  pressureSteps: series(
    'count',
    'steps',
    'Changes of how far the server gives way to save memory.',
    {
      level: ['calm', 'shrink', 'spare', 'drop'],
    },
  ),
  retries: series('count', 'calls', 'Model calls that were repeated, there or elsewhere.'),
  errors: series('count', 'calls', 'Model calls that failed, by kind of error.', {
    type: ANY,
    model: ANY,
  }),
  calls: series('count', 'calls', 'Model calls, by how far they came.', {
    ...ENDPOINT_MODEL,
    status: ['sent', 'success', 'error', 'cancelled'],
  }),
  freeCalls: series(
    'count',
    'calls',
    'Answered calls that cost nothing, because a gateway had the answer.',
    ENDPOINT_MODEL,
  ),
  tokensIn: series('count', 'tokens', 'Input tokens of answered calls.'),
  tokensOut: series('count', 'tokens', 'Output tokens of answered calls.'),
  tokens: series('count', 'tokens', 'Tokens of answered calls.', {
    ...ENDPOINT_MODEL,
    direction: ['input', 'output'],
  }),
  promptTokens: series(
    'count',
    'tokens',
    'Tokens of prompts, where servers tell: evaluated, reused, or evaluated ahead of the calls.',
    { ...ENDPOINT_MODEL, evaluation: ['evaluated', 'reused', 'ahead'] },
  ),
  tokensEvaluated: series('count', 'tokens', 'Tokens of prompts that servers had to evaluate.'),
  tokensReused: series('count', 'tokens', 'Tokens of prompts that servers had evaluated before.'),
  readAheads: series('count', 'prompts', 'Prompts that local servers evaluated ahead of a call.'),
  answerMs: series('times', 'ms', 'Time from a model call to its answer.', ENDPOINT_MODEL),
  firstTextMs: series('times', 'ms', 'Time from a model call to the first text.', ENDPOINT_MODEL),
  saved: series('count', 'calls', 'Model calls saved by the cache or by sharing a call.'),
  savedTokensIn: series('count', 'tokens', 'Input tokens of the calls that the cache saved.'),
  savedTokensOut: series('count', 'tokens', 'Output tokens of the calls that the cache saved.'),
  savedMs: series('count', 'ms', 'Time that the calls took which the cache saved.'),
  savedCalls: series('count', 'calls', 'Model calls saved by the cache.', ENDPOINT_MODEL),
  savedTokens: series('count', 'tokens', 'Tokens of the calls that the cache saved.', {
    ...ENDPOINT_MODEL,
    direction: ['input', 'output'],
  }),
  tierEvents: series('count', 'operations', 'Reads and writes of each cache tier.', {
    cache_level: ANY,
    result: ['hit', 'miss', 'write', 'error'],
  }),
  falseHits: series('count', 'requests', 'Cached answers of other requests, which were not used.'),
  tuningChanges: series('count', 'changes', 'Changes of tuned values, by what came of them.', {
    knob: ANY,
    outcome: TUNING_OUTCOMES,
  }),
  warmed: series(
    'count',
    'answers',
    'Answers that warming brought nearer, by cause and by what became of them.',
    {
      cause: CAUSES,
      result: ['warmed', 'used', 'unused'],
    },
  ),
  warmingCalls: series('count', 'calls', 'Calls of warming; they are no calls of the user.'),
  warmingTokens: series('count', 'tokens', 'Tokens of those of them that were answered.'),
  connectedAhead: series(
    'count',
    'times',
    'Connections made ahead, because a document was opened.',
  ),
  tierMs: series('times', 'ms', 'Time of a lookup in a cache tier.', { cache_level: ANY }),
};

type Tallied = typeof TALLY_SERIES;
type Name = keyof Tallied;
type Kind = Tallied[Name]['kind'];
type IsPlain<Of extends Name> = [keyof Tallied[Of]['labels']] extends [never] ? true : false;
type NameOf<Of extends Kind, Is extends boolean> = {
  [Each in Name]: [Tallied[Each]['kind'], IsPlain<Each>] extends [Of, Is] ? Each : never;
}[Name];

/** The names of series without labels. */
export type CountName = NameOf<'count', true>;
type TimesName = NameOf<'times', true>;

/** The names of series with labels. */
export type LabelledName<Of extends Kind = Kind> = NameOf<Of, false>;

export type LabelsOf<Of extends Name> = LabelValues<Tallied[Of]['labels']>;

declare const KIND: unique symbol;
/** A series with labels at some values of them; only `key` makes one. */
type Key<Of extends Kind> = string & { readonly [KIND]: Of };
export type CountKey = CountName | Key<'count'>;
export type TimesKey = TimesName | Key<'times'>;

/** Between the parts of a key: nothing that anybody configures holds it. */
const BETWEEN = '\u0001';

/** Returns the place in a tally of a series at some values of its labels. */
export function key<Of extends LabelledName>(
  name: Of,
  labels: LabelsOf<Of>,
): Key<Tallied[Of]['kind']> {
  const values = labels as Readonly<Record<string, string>>;
  let text: string = name;
  for (const label of Object.keys(TALLY_SERIES[name].labels)) text += BETWEEN + values[label];
  return text as Key<Tallied[Of]['kind']>;
}

/** The places of a histogram's buckets, counted from 0, at some values of its other labels. */
export function bucketKeys(
  name: 'responses',
  labels: Omit<LabelsOf<'responses'>, 'bucket'>,
  count: number,
): Key<'count'>[] {
  const keys: Key<'count'>[] = [];
  for (let bucket = 0; bucket < count; bucket++) {
    keys.push(key(name, { ...labels, bucket: String(bucket) }));
  }
  return keys;
}

/** The reverse of `key`: the labels' values where the key is of that series, else nothing. */
export function labelsAt<Of extends LabelledName>(name: Of, at: string): LabelsOf<Of> | undefined {
  const [first, ...values] = at.split(BETWEEN);
  if (first !== name) return undefined;
  const labels = Object.keys(TALLY_SERIES[name].labels).map((label, index) => [
    label,
    values[index],
  ]);
  return Object.fromEntries(labels) as LabelsOf<Of>;
}
