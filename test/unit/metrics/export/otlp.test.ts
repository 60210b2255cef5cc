import { strict as assert } from 'node:assert';
import { OtlpExport } from '../../../../server/src/metrics/export/otlp.ts';
import { Collector } from '../../../support/collector.ts';

const of = { endpointId: 'first', model: 'm' };

describe('the export to an OpenTelemetry collector', () => {
  let collector: Collector;
  beforeEach(async () => {
    collector = await new Collector().start();
  });
  afterEach(() => collector.stop());

  it('sends durations in seconds and tokens of calls to models when it ends', async () => {
    const otlp = new OtlpExport({ url: collector.url, version: '1.2.3' });
    otlp.observe({ kind: 'sent', ...of, task: 'completion' });
    otlp.observe({ kind: 'firstText', ...of, ms: 250 });
    for (const ms of [500, 1_000]) {
      otlp.observe({ kind: 'answered', ...of, ms, usage: { inputTokens: 300, outputTokens: 20 } });
    }
    otlp.observe({ kind: 'failed', ...of, error: 'timeout' });
    otlp.dispose();
    const metrics = await collector.next();
    assert.equal(collector.exports[0]?.path, '/v1/metrics');
    const seen = metrics.flatMap(({ name, unit, histogram }) =>
      histogram.dataPoints.map(({ sum, count, attributes }) => {
        const labels = Object.fromEntries(
          attributes.map(({ key, value }) => [key.replace('gen_ai.', ''), value.stringValue]),
        );
        const { 'provider.name': provider, 'request.model': model, 'token.type': type } = labels;
        return [name.replace('gen_ai.client.', ''), unit, sum, count, provider, model, type];
      }),
    );
    assert.deepEqual(seen, [
      ['operation.duration', 's', 1.5, 2, 'first', 'm', undefined],
      ['operation.time_to_first_chunk', 's', 0.25, 1, 'first', 'm', undefined],
      ['token.usage', '{token}', 600, 2, 'first', 'm', 'input'],
      ['token.usage', '{token}', 40, 2, 'first', 'm', 'output'],
    ]);
  });

  it('uses the bounds that the conventions recommend', async () => {
    const otlp = new OtlpExport({ url: collector.url, version: '1.2.3' });
    otlp.observe({ kind: 'answered', ...of, ms: 1, usage: { inputTokens: 1, outputTokens: 1 } });
    otlp.dispose();
    const bounds = (await collector.next()).map(
      ({ histogram }) => histogram.dataPoints[0]?.explicitBounds,
    );
    const doubled = Array.from({ length: 14 }, (_, power) => 2 ** power / 100);
    assert.deepEqual(bounds[0], doubled);
    assert.deepEqual(
      bounds[1],
      Array.from({ length: 11 }, (_, power) => 4 ** power),
    );
  });
});
