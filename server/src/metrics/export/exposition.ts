import type { MetricsSnapshot } from '../../protocol/snapshot.ts';
import { RESPONSE_BOUNDS_MS } from '../collect/recorderKeys.ts';
import type { Tally } from '../collect/tally.ts';
import { type ModelReading, modelsIn, tierOf, tiersIn } from '../collect/tallyQueries.ts';
import type { PrometheusLabels } from '../series/prometheusSeries.ts';
import { type CountName, key } from '../series/tallySeries.ts';
import { ExpositionWriter } from './expositionWriter.ts';

/** The state that is read at the moment of the scrape. */
export type ExposedState = Pick<
  MetricsSnapshot,
  'endpoints' | 'process' | 'pressure' | 'upstream' | 'cache' | 'tuning' | 'warming'
>;

/**
 * Returns the exposition of everything since the process began, `total`. Labels are names from the settings and words of
 * ours.
 */
export function expositionOf(total: Tally, state: ExposedState): string {
  const text = new ExpositionWriter();
  responseTimes(text, total);
  requests(text, total);
  hits(text, total);
  errors(text, total);
  resources(text, state);
  suggestions(text, total);
  models(text, total);
  lookups(text, total);
  warming(text, total, state);
  endpoints(text, state);
  tuned(text, total, state);
  return text.toString();
}

/** The design's histogram; a request served without a call counts as cached. */
function responseTimes(text: ExpositionWriter, total: Tally): void {
  const name = 'aurelis_response_time_seconds';
  text.begin(name);
  const bounds = RESPONSE_BOUNDS_MS.map((ms) => ms / 1000);
  for (const [labels, sumMs] of total.counted('responseMs')) {
    const counts = [...bounds, Number.POSITIVE_INFINITY].map((_, bucket) =>
      total.of(key('responses', { ...labels, bucket: String(bucket) })),
    );
    text.histogram(name, labels, { bounds, counts, sum: sumMs / 1000 });
  }
}

function requests(text: ExpositionWriter, total: Tally): void {
  const name = 'aurelis_requests_total';
  text.begin(name);
  for (const [model, each] of byModel(total)) {
    text.sample(name, { model, status: 'success' }, each.answered);
    text.sample(name, { model, status: 'error' }, each.failed);
    text.sample(name, { model, status: 'cancelled' }, each.cancelled);
  }
}

function hits(text: ExpositionWriter, total: Tally): void {
  text.begin('aurelis_cache_hits_total');
  for (const [labels, count] of total.counted('hits')) {
    text.sample('aurelis_cache_hits_total', labels, count);
  }
}

function errors(text: ExpositionWriter, total: Tally): void {
  text.begin('aurelis_errors_total');
  for (const [labels, count] of total.counted('errors')) {
    text.sample('aurelis_errors_total', labels, count);
  }
}

function resources(
  text: ExpositionWriter,
  { process, pressure, endpoints, cache }: ExposedState,
): void {
  const name = 'aurelis_resource_usage';
  text.begin(name);
  const gauge = (metric: PrometheusLabels<typeof name>['metric'], value: number) =>
    text.sample(name, { metric, model: '' }, value);
  const sum = (of: (endpoint: (typeof endpoints)[number]) => number) =>
    endpoints.reduce((all, endpoint) => all + of(endpoint), 0);
  const inFlight = sum((endpoint) => endpoint.inFlight);
  const waiting = sum((endpoint) => endpoint.waiting);
  gauge('cpu', process.cpu);
  gauge('memory', process.memory);
  gauge('resident_bytes', process.residentBytes);
  if (pressure !== undefined) gauge('memory_pressure', pressure.share);
  gauge('requests_in_flight', inFlight);
  gauge('requests_waiting', waiting);
  for (const tier of ['memory', 'redis', 'disk', 'http'] as const) {
    const usage = cache[tier];
    if (usage === undefined) continue;
    gauge(`cache_${tier}_bytes`, usage.bytes);
    gauge(`cache_${tier}_entries`, usage.entries);
  }
}

const SUGGESTION_EVENTS = [
  ['requested', 'requested'],
  ['shown', 'shown'],
  ['shown_without_call', 'shownWithoutCall'],
  ['accepted', 'accepted'],
] as const satisfies (readonly [
  PrometheusLabels<'aurelis_suggestions_total'>['event'],
  CountName,
])[];

function suggestions(text: ExpositionWriter, total: Tally): void {
  text.begin('aurelis_suggestions_total');
  for (const [event, name] of SUGGESTION_EVENTS) {
    text.sample('aurelis_suggestions_total', { event }, total.of(name));
  }
  text.begin('aurelis_calls_saved_total');
  text.sample('aurelis_calls_saved_total', {}, total.of('saved'));
  text.begin('aurelis_memory_pressure_steps_total');
  for (const [labels, count] of total.counted('pressureSteps')) {
    text.sample('aurelis_memory_pressure_steps_total', labels, count);
  }
  text.begin('aurelis_retries_total');
  text.sample('aurelis_retries_total', {}, total.of('retries'));
}

function models(text: ExpositionWriter, total: Tally): void {
  const tokens = 'aurelis_tokens_total';
  text.begin(tokens);
  for (const [model, each] of byModel(total)) {
    text.sample(tokens, { model, direction: 'input' }, each.tokensIn);
    text.sample(tokens, { model, direction: 'output' }, each.tokensOut);
  }
  const prompts = 'aurelis_prompt_tokens_total';
  text.begin(prompts);
  for (const [model, each] of byModel(total)) {
    for (const evaluation of EVALUATIONS)
      text.sample(prompts, { model, evaluation }, each[evaluation]);
  }
  text.begin('aurelis_first_text_seconds');
  for (const { endpointId: endpoint, model, firstTextMs } of modelsIn(total)) {
    text.summary('aurelis_first_text_seconds', { endpoint, model }, firstTextMs);
  }
}

function lookups(text: ExpositionWriter, total: Tally): void {
  const name = 'aurelis_cache_lookups_total';
  text.begin(name);
  for (const tier of tiersIn(total)) {
    const { hits: found, misses, errors: failed } = tierOf(total, tier);
    text.sample(name, { cache_level: tier, result: 'hit' }, found);
    text.sample(name, { cache_level: tier, result: 'miss' }, misses);
    text.sample(name, { cache_level: tier, result: 'error' }, failed);
  }
}

function warming(text: ExpositionWriter, total: Tally, { warming: { state } }: ExposedState): void {
  text.begin('aurelis_warmed_total');
  for (const [labels, count] of total.counted('warmed')) {
    text.sample('aurelis_warmed_total', labels, count);
  }
  text.begin('aurelis_warming_calls_total');
  text.sample('aurelis_warming_calls_total', {}, total.of('warmingCalls'));
  text.begin('aurelis_warming_ahead');
  text.sample('aurelis_warming_ahead', {}, state === 'on' ? 1 : 0);
}

function endpoints(text: ExpositionWriter, { endpoints: list }: ExposedState): void {
  const available = 'aurelis_endpoint_available';
  text.begin(available);
  for (const { id, state } of list) {
    const isAsked = state === 'closed' || state === 'halfOpen';
    text.sample(available, { endpoint: id }, isAsked ? 1 : 0);
  }
  const left = 'aurelis_budget_remaining';
  text.begin(left);
  for (const { id, budget } of list) {
    for (const window of ['minute', 'day'] as const) {
      const of = budget[window];
      if (of !== null) text.sample(left, { endpoint: id, window }, of.remaining);
    }
  }
}

function tuned(text: ExpositionWriter, total: Tally, { tuning }: ExposedState): void {
  text.begin('aurelis_tuning_value');
  for (const { name: knob, value } of tuning?.knobs ?? [])
    text.sample('aurelis_tuning_value', { knob }, value);
  text.begin('aurelis_tuning_changes_total');
  for (const [labels, count] of total.counted('tuningChanges'))
    text.sample('aurelis_tuning_changes_total', labels, count);
}

const EVALUATIONS = ['evaluated', 'reused', 'ahead'] as const;
const SUMMED = [
  ...['answered', 'failed', 'cancelled', 'tokensIn', 'tokensOut'],
  ...EVALUATIONS,
] as const;
type ModelSums = Readonly<Record<(typeof SUMMED)[number], number>>;

/** The same model may be offered by several endpoints. */
function byModel(total: Tally): Map<string, ModelSums> {
  const sums = new Map<string, ModelSums>();
  for (const each of modelsIn(total)) {
    const before = sums.get(each.model);
    sums.set(each.model, before === undefined ? each : added(each, before));
  }
  return sums;
}

const added = (one: ModelReading, other: ModelSums): ModelSums =>
  Object.fromEntries(SUMMED.map((name) => [name, one[name] + other[name]])) as ModelSums;
