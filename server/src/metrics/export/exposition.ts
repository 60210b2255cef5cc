import type { MetricsSnapshot } from '../../protocol/snapshot.ts';
import { type CountName, RESPONSE_BOUNDS_MS } from '../collect/recorder.ts';
import { nameOf, type Tally } from '../collect/tally.ts';
import { countOf, modelsIn, tierOf, tiersIn } from '../collect/tallyQueries.ts';

/** The state that is read at the moment of the scrape. */
export type ExposedState = Pick<MetricsSnapshot, 'endpoints' | 'process' | 'upstream' | 'cache'>;

type Labels = Readonly<Record<string, string>>;
type Kind = 'counter' | 'gauge' | 'histogram' | 'summary';

/** More are noise of the arithmetic. */
const DIGITS = 12;

/** The text exposition format of Prometheus, version 0.0.4. */
class Exposition {
  readonly #lines: string[] = [];

  family(name: string, kind: Kind, help: string): void {
    this.#lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
  }

  sample(name: string, labels: Labels, value: number): void {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    const of = pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
    const number = Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : 0;
    this.#lines.push(`${name}${of} ${number}`);
  }

  toString(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

const escaped = (text: string): string =>
  text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');

/**
 * Returns the exposition of everything since the process began, `total`. Labels are names from the settings and words of
 * ours.
 */
export function expositionOf(total: Tally, state: ExposedState): string {
  const text = new Exposition();
  responseTimes(text, total);
  requests(text, total);
  hits(text, total);
  errors(text, total);
  resources(text, state);
  suggestions(text, total);
  models(text, total);
  lookups(text, total);
  endpoints(text, state);
  return text.toString();
}

/** The design's histogram; a request served without a call counts as cached. */
function responseTimes(text: Exposition, total: Tally): void {
  const name = 'aurelis_response_time_seconds';
  text.family(name, 'histogram', 'Time from a request of the editor to its answer.');
  for (const [[model = '', task = '', cached = ''], sumMs] of total.counted('responseMs')) {
    const labels = { model, task_type: task, cached };
    const inBucket = (bucket: number) =>
      total.of(nameOf('response', model, task, cached, String(bucket)));
    let below = 0;
    for (const [bucket, bound] of RESPONSE_BOUNDS_MS.entries()) {
      below += inBucket(bucket);
      text.sample(`${name}_bucket`, { ...labels, le: String(bound / 1000) }, below);
    }
    const count = below + inBucket(RESPONSE_BOUNDS_MS.length);
    text.sample(`${name}_bucket`, { ...labels, le: '+Inf' }, count);
    text.sample(`${name}_sum`, labels, sumMs / 1000);
    text.sample(`${name}_count`, labels, count);
  }
}

function requests(text: Exposition, total: Tally): void {
  const name = 'aurelis_requests_total';
  text.family(name, 'counter', 'Requests sent to models, by how they ended.');
  for (const [model, each] of byModel(total)) {
    text.sample(name, { model, status: 'success' }, each.answered);
    text.sample(name, { model, status: 'error' }, each.failed);
    text.sample(name, { model, status: 'cancelled' }, each.cancelled);
  }
}

function hits(text: Exposition, total: Tally): void {
  const name = 'aurelis_cache_hits_total';
  text.family(
    name,
    'counter',
    'Requests of the editor that were served without a call, by where from.',
  );
  for (const [[from = '', model = ''], count] of total.counted('hit')) {
    text.sample(name, { cache_level: from, model }, count);
  }
}

function errors(text: Exposition, total: Tally): void {
  const name = 'aurelis_errors_total';
  text.family(name, 'counter', 'Requests to models that failed, by why.');
  for (const [[type = '', model = ''], count] of total.counted('error')) {
    text.sample(name, { type, model }, count);
  }
}

function resources(text: Exposition, { process, endpoints: list, cache }: ExposedState): void {
  const name = 'aurelis_resource_usage';
  text.family(name, 'gauge', 'What the server uses: shares of 0 to 1, bytes and counts.');
  const gauge = (metric: string, value: number) => text.sample(name, { metric, model: '' }, value);
  const sum = (of: (endpoint: (typeof list)[number]) => number) =>
    list.reduce((all, endpoint) => all + of(endpoint), 0);
  gauge('cpu', process.cpu);
  gauge('memory', process.memory);
  gauge('resident_bytes', process.residentBytes);
  gauge(
    'requests_in_flight',
    sum(({ inFlight }) => inFlight),
  );
  gauge(
    'requests_waiting',
    sum(({ waiting }) => waiting),
  );
  for (const tier of ['memory', 'redis', 'disk', 'http'] as const) {
    const usage = cache[tier];
    if (usage === undefined) continue;
    gauge(`cache_${tier}_bytes`, usage.bytes);
    gauge(`cache_${tier}_entries`, usage.entries);
  }
}

const SUGGESTION_EVENTS: Readonly<Record<string, CountName>> = {
  requested: 'requested',
  shown: 'shown',
  shown_without_call: 'shownWithoutCall',
  accepted: 'accepted',
};

function suggestions(text: Exposition, total: Tally): void {
  const name = 'aurelis_suggestions_total';
  text.family(name, 'counter', 'Inline suggestions, by what became of them.');
  for (const [event, count] of Object.entries(SUGGESTION_EVENTS)) {
    text.sample(name, { event }, countOf(total, count));
  }
  const saved = 'aurelis_calls_saved_total';
  text.family(saved, 'counter', 'Calls that the cache or a shared call made unnecessary.');
  text.sample(saved, {}, countOf(total, 'saved'));
  const retries = 'aurelis_retries_total';
  text.family(retries, 'counter', 'Requests that were sent again, there or elsewhere.');
  text.sample(retries, {}, countOf(total, 'retries'));
}

function models(text: Exposition, total: Tally): void {
  const tokens = 'aurelis_tokens_total';
  text.family(
    tokens,
    'counter',
    'Tokens of answered requests; estimated where the server tells none.',
  );
  for (const [model, each] of byModel(total)) {
    text.sample(tokens, { model, direction: 'input' }, each.tokensIn);
    text.sample(tokens, { model, direction: 'output' }, each.tokensOut);
  }
  const first = 'aurelis_first_text_seconds';
  text.family(first, 'summary', 'Time from sending a request to the first text of its answer.');
  for (const { endpointId: endpoint, model, ttft } of modelsIn(total)) {
    for (const quantile of [0.5, 0.95, 0.99]) {
      const labels = { endpoint, model, quantile: String(quantile) };
      text.sample(first, labels, ttft.quantile(quantile) / 1000);
    }
    text.sample(`${first}_sum`, { endpoint, model }, ttft.sum / 1000);
    text.sample(`${first}_count`, { endpoint, model }, ttft.count);
  }
}

function lookups(text: Exposition, total: Tally): void {
  const name = 'aurelis_cache_lookups_total';
  text.family(name, 'counter', 'Lookups of each cache tier, by result.');
  for (const tier of tiersIn(total)) {
    const { hits: found, misses, errors: failed } = tierOf(total, tier);
    text.sample(name, { cache_level: tier, result: 'hit' }, found);
    text.sample(name, { cache_level: tier, result: 'miss' }, misses);
    text.sample(name, { cache_level: tier, result: 'error' }, failed);
  }
}

function endpoints(text: Exposition, { endpoints: list }: ExposedState): void {
  const up = 'aurelis_endpoint_available';
  text.family(up, 'gauge', 'Whether an endpoint is asked: 1, or 0 while it rests or refuses us.');
  for (const { id, state } of list) {
    text.sample(up, { endpoint: id }, state === 'closed' || state === 'halfOpen' ? 1 : 0);
  }
  const left = 'aurelis_budget_remaining';
  text.family(left, 'gauge', 'Requests left of a configured budget.');
  for (const { id, budget } of list) {
    for (const window of ['minute', 'day'] as const) {
      const of = budget[window];
      if (of !== null) text.sample(left, { endpoint: id, window }, of.remaining);
    }
  }
}

/** The same model may be offered by several endpoints. */
function byModel(total: Tally) {
  const sums = new Map<
    string,
    { answered: number; failed: number; cancelled: number; tokensIn: number; tokensOut: number }
  >();
  for (const each of modelsIn(total)) {
    const before = sums.get(each.model);
    sums.set(each.model, {
      answered: each.answered + (before?.answered ?? 0),
      failed: each.failed + (before?.failed ?? 0),
      cancelled: each.cancelled + (before?.cancelled ?? 0),
      tokensIn: each.tokensIn + (before?.tokensIn ?? 0),
      tokensOut: each.tokensOut + (before?.tokensOut ?? 0),
    });
  }
  return sums;
}
