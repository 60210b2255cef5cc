import { ANY, type LabelValues, series } from './series.ts';

const CALL = {
  'gen_ai.operation.name': ['text_completion'],
  'gen_ai.provider.name': ANY,
  'gen_ai.request.model': ANY,
} as const;

/**
 * Every series that is sent to an OpenTelemetry collector, under the names of the GenAI conventions
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/).
 */
export const OTLP_SERIES = {
  'gen_ai.client.operation.duration': series('histogram', 's', 'GenAI operation duration.', CALL),
  'gen_ai.client.operation.time_to_first_chunk': series(
    'histogram',
    's',
    'Time to the first chunk of a streamed answer.',
    CALL,
  ),
  'gen_ai.client.token.usage': series(
    'histogram',
    '{token}',
    'Number of input and output tokens used.',
    { ...CALL, 'gen_ai.token.type': ['input', 'output'] },
  ),
};

export type OtlpName = keyof typeof OTLP_SERIES;
export type OtlpLabels<Of extends OtlpName> = LabelValues<(typeof OTLP_SERIES)[Of]['labels']>;
