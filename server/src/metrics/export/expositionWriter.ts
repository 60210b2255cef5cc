import type { QuantileSketch } from '../../base/quantileSketch.ts';
import {
  PROMETHEUS_SERIES,
  type PrometheusLabels,
  type PrometheusName,
} from '../series/prometheusSeries.ts';

/** Exact counts of durations. */
interface Histogram {
  /** Upper bounds in seconds. */
  readonly bounds: readonly number[];
  /** How many lay in each bucket: one more than there are bounds. */
  readonly counts: readonly number[];
  /** Seconds. */
  readonly sum: number;
}

const QUANTILES = [0.5, 0.95, 0.99];
/** Further digits are noise of the arithmetic. */
const DIGITS = 12;

/** Writes the text exposition format of Prometheus, version 0.0.4. */
export class ExpositionWriter {
  readonly #lines: string[] = [];

  /** Begins a series; its samples follow. */
  begin(name: PrometheusName): void {
    const { help, kind } = PROMETHEUS_SERIES[name];
    this.#lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
  }

  sample<Name extends PrometheusName<'counter' | 'gauge'>>(
    name: Name,
    labels: PrometheusLabels<Name>,
    value: number,
  ): void {
    this.#line(name, labels, value);
  }

  histogram<Name extends PrometheusName<'histogram'>>(
    name: Name,
    labels: PrometheusLabels<Name>,
    { bounds, counts, sum }: Histogram,
  ): void {
    let below = 0;
    for (const [bucket, count] of counts.entries()) {
      below += count;
      this.#line(`${name}_bucket`, { ...labels, le: String(bounds[bucket] ?? '+Inf') }, below);
    }
    this.#line(`${name}_sum`, labels, sum);
    this.#line(`${name}_count`, labels, below);
  }

  /** `times` are milliseconds. */
  summary<Name extends PrometheusName<'summary'>>(
    name: Name,
    labels: PrometheusLabels<Name>,
    times: QuantileSketch,
  ): void {
    for (const quantile of QUANTILES) {
      this.#line(name, { ...labels, quantile: String(quantile) }, times.quantile(quantile) / 1000);
    }
    this.#line(`${name}_sum`, labels, times.sum / 1000);
    this.#line(`${name}_count`, labels, times.count);
  }

  toString(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #line(name: string, labels: Readonly<Record<string, string>>, value: number): void {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    const of = pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
    const number = Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : 0;
    this.#lines.push(`${name}${of} ${number}`);
  }
}

const escaped = (text: string): string =>
  text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
