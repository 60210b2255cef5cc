import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayMetrics, joinedExpositions } from '../../../server/src/gateway/gatewayMetrics.ts';
import type { FaceEvent } from '../../../server/src/http/openai/face.ts';
import { ROOT } from '../../../tools/root.ts';
import { needs } from '../../../tools/servers/realServers.ts';

const anEvent = (more: Partial<FaceEvent> = {}): FaceEvent => ({
  route: '/v1/chat/completions',
  status: 200,
  seconds: 0.3,
  waitSeconds: 0.1,
  hadTurn: true,
  isRepeated: false,
  keyName: 'anna',
  ...more,
});
const LIVE = { running: 2, waiting: 3 };
const observed = (...events: readonly Partial<FaceEvent>[]) => {
  const metrics = new GatewayMetrics();
  for (const each of events) metrics.observe(anEvent(each));
  return metrics.exposition(LIVE);
};
const sampleOf = (text: string, series: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${series} `))
    ?.slice(series.length + 1);
const HOSTILE = 'a"b\\c\nd{e="f"} 1\n# TYPE x counter';
const WHOLE = readFileSync(join(ROOT, 'test/fixtures/exposition.txt'), 'utf8');

describe('the gateway’s metrics', () => {
  it('count requests by route, status and key, and what was refused for a limit', () => {
    const text = observed({}, {}, { status: 429 }, { keyName: undefined }, { route: '/v1/models' });
    const of = (labels: string) => sampleOf(text, `aurelis_gateway_requests_total{${labels}}`);
    assert.equal(of('route="/v1/chat/completions",status="200",key="anna"'), '2');
    assert.equal(of('route="/v1/chat/completions",status="429",key="anna"'), '1');
    assert.equal(of('route="/v1/chat/completions",status="200",key=""'), '1');
    assert.equal(of('route="/v1/models",status="200",key="anna"'), '1');
    assert.equal(sampleOf(text, 'aurelis_gateway_shed_total'), '1');
    assert.equal(sampleOf(text, 'aurelis_gateway_requests_in_flight'), '2');
    assert.equal(sampleOf(text, 'aurelis_queue_depth'), '3');
  });

  it('sort durations into classes that hold all shorter ones', () => {
    const text = observed({ seconds: 0.001 }, { seconds: 0.1 }, { seconds: 9 }, { seconds: 999 });
    const of = (bound: string) =>
      sampleOf(text, `aurelis_gateway_request_seconds_bucket{le="${bound}"}`);
    assert.deepEqual(['0.005', '0.1', '5', '10', '300', '+Inf'].map(of), [
      '1',
      '2',
      '2',
      '3',
      '3',
      '4',
    ]);
    assert.equal(sampleOf(text, 'aurelis_gateway_request_seconds_count'), '4');
    assert.equal(Number(sampleOf(text, 'aurelis_gateway_request_seconds_sum')), 1_008.101);
  });

  it('do not count what is no request for a model: health, metrics, other addresses', () => {
    const text = observed(...['/healthz', '/metrics', 'other'].map((route) => ({ route })));
    assert.equal(sampleOf(text, 'aurelis_gateway_request_seconds_count'), '0');
  });
});

describe('the metrics of several processes as one', () => {
  it('have each sample with its process, and each family once', () => {
    const joined = joinedExpositions(
      new Map([
        ['1', observed({}, { keyName: HOSTILE })],
        ['2', observed({})],
      ]),
    );
    const types = joined.split('\n').filter((line) => line.startsWith('# TYPE'));
    assert.equal(new Set(types).size, types.length);
    for (const worker of ['1', '2']) {
      const labels = `worker="${worker}",route="/v1/chat/completions",status="200",key="anna"`;
      assert.equal(sampleOf(joined, `aurelis_gateway_requests_total{${labels}}`), '1');
      assert.equal(sampleOf(joined, `aurelis_queue_depth{worker="${worker}"}`), '3');
    }
    const families = joined.split('\n').filter((line) => line.startsWith('# HELP'));
    assert.equal(families.length, types.length);
  });

  it('keep the samples of a family together, also where the processes have different ones', () => {
    const one = '# HELP a A.\n# TYPE a gauge\na 1\n# HELP b B.\n# TYPE b gauge\nb 1\n';
    const other = '# TYPE b gauge\n# HELP b B.\nb{x="y"} 2\n# TYPE c gauge\nc 3\n';
    const joined = joinedExpositions(
      new Map([
        ['1', one],
        ['2', other],
      ]),
    );
    assert.deepEqual(joined.trimEnd().split('\n'), [
      '# HELP a A.',
      '# TYPE a gauge',
      'a{worker="1"} 1',
      '# HELP b B.',
      '# TYPE b gauge',
      'b{worker="1"} 1',
      'b{worker="2",x="y"} 2',
      '# TYPE c gauge',
      'c{worker="2"} 3',
    ]);
  });

  describe('before the parser of Prometheus', () => {
    needs('promtool', '--version');

    it('are accepted, whatever a key is called', () => {
      const texts = [observed({ keyName: HOSTILE }), observed({ keyName: '' }, { status: 499 })];
      const ofProcesses = new Map(texts.map((text, at) => [String(at + 1), `${WHOLE}${text}`]));
      const input = joinedExpositions(ofProcesses);
      const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input });
      assert.deepEqual([status, stdout.toString(), stderr.toString()], [0, '', '']);
    });
  });
});
