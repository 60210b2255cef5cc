import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { MetricsEvent } from '../collect/recorder.ts';
import { OTLP_SERIES, type OtlpLabels, type OtlpName } from '../series/otlpSeries.ts';
import { briefAgent } from './briefAgent.ts';

/** How often metrics are sent. */
const INTERVAL_MS = 60_000;
const TIMEOUT_MS = 10_000;
/** Bounds that the conventions recommend, in seconds and in tokens. */
const SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const TOKENS = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576];

export interface OtlpOptions {
  /** Base URL of the receiver, without a trailing slash. */
  readonly url: string;
  readonly version: string;
  readonly clock: Clock;
  readonly intervalMs?: number;
}

/**
 * Sends metrics of calls to models to an OpenTelemetry collector, under the names of the GenAI conventions,
 * by the official SDK. A file of its own beside the
 * bundle: it is loaded only where a collector is configured. A collector that does not answer loses what was counted meanwhile; of
 * what it answers, the SDK reads 4 MB at most, for ten seconds.
 */
export class OtlpExport implements Disposable {
  readonly #provider: MeterProvider;
  readonly observe: (event: MetricsEvent) => void;

  constructor({ url, version, clock, intervalMs = INTERVAL_MS }: OtlpOptions) {
    const exporter = new OTLPMetricExporter({
      url: `${url}/v1/metrics`,
      timeoutMillis: TIMEOUT_MS,
      httpAgentOptions: (protocol) => briefAgent(protocol, TIMEOUT_MS, clock),
    });
    const reader = new PeriodicExportingMetricReader({
      exporter,
      exportIntervalMillis: intervalMs,
      exportTimeoutMillis: Math.min(TIMEOUT_MS, intervalMs),
    });
    this.#provider = new MeterProvider({
      readers: [reader],
      resource: resourceFromAttributes({ 'service.name': 'aurelis', 'service.version': version }),
    });
    const meter = this.#provider.getMeter('aurelis', version);
    const histogram = <Name extends OtlpName>(name: Name, bounds: number[]) => {
      const { unit, help: description } = OTLP_SERIES[name];
      const advice = { explicitBucketBoundaries: bounds };
      const made = meter.createHistogram(name, { unit, description, advice });
      return (value: number, labels: OtlpLabels<Name>) => made.record(value, { ...labels });
    };
    const operation = histogram('gen_ai.client.operation.duration', SECONDS);
    const firstChunk = histogram('gen_ai.client.operation.time_to_first_chunk', SECONDS);
    const tokens = histogram('gen_ai.client.token.usage', TOKENS);
    this.observe = (event) => {
      if (event.kind !== 'firstText' && event.kind !== 'answered') return;
      const of = {
        'gen_ai.operation.name': 'text_completion',
        'gen_ai.provider.name': event.endpointId,
        'gen_ai.request.model': event.model,
      } as const;
      if (event.kind === 'firstText') {
        firstChunk(event.ms / 1000, of);
        return;
      }
      operation(event.ms / 1000, of);
      tokens(event.usage.inputTokens, { ...of, 'gen_ai.token.type': 'input' });
      tokens(event.usage.outputTokens, { ...of, 'gen_ai.token.type': 'output' });
    };
  }

  /** Sends what has gathered, if it can, and ends. */
  dispose(): void {
    this.#provider.shutdown().catch(() => undefined);
  }
}
