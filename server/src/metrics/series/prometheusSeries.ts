import { KNOBS } from '../../protocol/tuning.ts';
import { CAUSES } from '../../warming/events.ts';
import { ANY, type LabelValues, series } from './series.ts';
import { HIT_LEVELS, TUNING_OUTCOMES } from './tallySeries.ts';

/** Every series that Prometheus can scrape. Names and labels are public. */
export const PROMETHEUS_SERIES = {
  aurelis_response_time_seconds: series(
    'histogram',
    'seconds',
    'Time from a request of the editor to its answer.',
    { model: ANY, task_type: ['completion', 'action'], cached: ['true', 'false'] },
  ),
  aurelis_requests_total: series(
    'counter',
    'calls',
    'Requests sent to models, by how they ended.',
    { model: ANY, status: ['success', 'error', 'cancelled'] },
  ),
  aurelis_cache_hits_total: series(
    'counter',
    'requests',
    'Requests of the editor that were served without a call, by where from.',
    { cache_level: HIT_LEVELS, model: ANY },
  ),
  aurelis_errors_total: series('counter', 'calls', 'Requests to models that failed, by why.', {
    type: ANY,
    model: ANY,
  }),
  aurelis_resource_usage: series(
    'gauge',
    'by metric',
    'What the server uses: shares of 0 to 1, bytes and counts.',
    {
      metric: [
        'cpu',
        'memory',
        'resident_bytes',
        'memory_pressure',
        'requests_in_flight',
        'requests_waiting',
        'cache_memory_bytes',
        'cache_memory_entries',
        'cache_redis_bytes',
        'cache_redis_entries',
        'cache_disk_bytes',
        'cache_disk_entries',
        'cache_http_bytes',
        'cache_http_entries',
      ],
      model: ANY,
    },
  ),
  aurelis_suggestions_total: series(
    'counter',
    'suggestions',
    'Inline suggestions, by what became of them.',
    { event: ['requested', 'shown', 'shown_without_call', 'accepted'] },
  ),
  aurelis_calls_saved_total: series(
    'counter',
    'calls',
    'Calls that the cache or a shared call made unnecessary.',
  ),
  aurelis_memory_pressure_steps_total: series(
    'counter',
    'steps',
    'Changes of how far the server gives way to save memory, by the level that it came to.',
    { level: ['calm', 'shrink', 'spare', 'drop'] },
  ),
  aurelis_retries_total: series(
    'counter',
    'calls',
    'Requests that were sent again, there or elsewhere.',
  ),
  aurelis_tokens_total: series(
    'counter',
    'tokens',
    'Tokens of answered requests; estimated where the server tells none.',
    { model: ANY, direction: ['input', 'output'] },
  ),
  aurelis_prompt_tokens_total: series(
    'counter',
    'tokens',
    'Tokens of prompts, where servers tell: evaluated, reused, or evaluated ahead of the calls.',
    { model: ANY, evaluation: ['evaluated', 'reused', 'ahead'] },
  ),
  aurelis_first_text_seconds: series(
    'summary',
    'seconds',
    'Time from sending a request to the first text of its answer.',
    { endpoint: ANY, model: ANY },
  ),
  aurelis_cache_lookups_total: series(
    'counter',
    'lookups',
    'Lookups of each cache tier, by result.',
    { cache_level: ANY, result: ['hit', 'miss', 'error'] },
  ),
  aurelis_warmed_total: series(
    'counter',
    'answers',
    'Answers that warming brought nearer, by cause and by what became of them.',
    { cause: CAUSES, result: ['warmed', 'used', 'unused'] },
  ),
  aurelis_warming_calls_total: series(
    'counter',
    'calls',
    'Calls of warming; they are no calls of the user.',
  ),
  aurelis_warming_ahead: series(
    'gauge',
    '0 or 1',
    'Whether warming ahead is on: 1, or 0 while it is off, or has switched itself off.',
  ),
  aurelis_endpoint_available: series(
    'gauge',
    '0 or 1',
    'Whether an endpoint is asked: 1, or 0 while it rests, refuses us or is paused.',
    { endpoint: ANY },
  ),
  aurelis_budget_remaining: series('gauge', 'requests', 'Requests left of a configured budget.', {
    endpoint: ANY,
    window: ['minute', 'day'],
  }),
  aurelis_tuning_value: series(
    'gauge',
    'by knob',
    'The value that holds for what is tuned; of a choice its place, counted from 0.',
    { knob: KNOBS },
  ),
  aurelis_tuning_changes_total: series(
    'counter',
    'changes',
    'Changes of tuned values: moved, kept because they proved right, or left again.',
    { knob: ANY, outcome: TUNING_OUTCOMES },
  ),
};

type PrometheusSeries = typeof PROMETHEUS_SERIES;
type Kind = PrometheusSeries[keyof PrometheusSeries]['kind'];

export type PrometheusName<Of extends Kind = Kind> = {
  [Name in keyof PrometheusSeries]: PrometheusSeries[Name] extends { kind: Of } ? Name : never;
}[keyof PrometheusSeries];

export type PrometheusLabels<Of extends PrometheusName> = LabelValues<
  PrometheusSeries[Of]['labels']
>;
