import { PROMETHEUS_SERIES } from '../../server/src/metrics/series/prometheusSeries.ts';
import { ANY, type Series, series } from '../../server/src/metrics/series/series.ts';

/** The series of the gateway that rules, dashboard and triggers in `deploy/` ask for. */
const GATEWAY_SERIES: Readonly<Record<string, Series>> = {
  aurelis_queue_depth: series('gauge', 'requests', 'Requests that wait for a place.'),
  aurelis_gateway_wait_seconds: series(
    'histogram',
    'seconds',
    'Time from a request until it went on to a model, or was answered from a cache.',
  ),
  aurelis_gateway_request_seconds: series(
    'histogram',
    'seconds',
    'Time from a request to the end of its answer.',
  ),
  aurelis_gateway_requests_total: series('counter', 'requests', 'Requests answered.', {
    status: ['200', '429', '500'],
    key: ANY,
  }),
  aurelis_gateway_requests_in_flight: series(
    'gauge',
    'requests',
    'Requests that are being answered.',
  ),
  aurelis_gateway_shed_total: series('counter', 'requests', 'Requests refused for a limit.'),
  aurelis_gateway_workers: series('gauge', 'processes', 'Processes that answer requests.'),
};

const BOUNDS = ['0.5', '1', '2', '5', '+Inf'];
const QUANTILES = ['0.5', '0.95', '0.99'];

/** The exposition of a gateway that has all series with all their labels; each sample is `value`. */
export const fakeExposition = (value: number): string =>
  `${Object.entries({ ...PROMETHEUS_SERIES, ...GATEWAY_SERIES })
    .flatMap(([name, { kind, help, labels }]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${kind}`,
      ...combinations(labels).flatMap((each) => samples(name, kind, each, value)),
    ])
    .join('\n')}\n`;

/** Every choice of one value for each label, as they are written. */
const combinations = (labels: Series['labels']): string[][] =>
  Object.entries(labels).reduce<string[][]>(
    (all, [label, values]) =>
      all.flatMap((before) =>
        (typeof values === 'string' ? ['any'] : values).map((each) => [
          ...before,
          `${label}="${each}"`,
        ]),
      ),
    [[]],
  );

function samples(name: string, kind: string, labels: readonly string[], value: number): string[] {
  const line = (end: string, ...more: string[]) =>
    `${name}${end}{${[...labels, ...more].join(',')}} ${value}`;
  if (kind === 'histogram') {
    return [
      ...BOUNDS.map((bound) => line('_bucket', `le="${bound}"`)),
      line('_sum'),
      line('_count'),
    ];
  }
  if (kind === 'summary') {
    return [
      ...QUANTILES.map((each) => line('', `quantile="${each}"`)),
      line('_sum'),
      line('_count'),
    ];
  }
  return [line('')];
}
