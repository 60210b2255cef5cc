import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { RULES } from '../../server/src/scaling/rules.ts';
import { ROOT } from '../../tools/root.ts';
import { freePort, needs } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { expressions, manifestOf } from '../support/deployFiles.ts';
import { fakeExposition } from '../support/gatewaySeries.ts';

const RULE_FILE = join(ROOT, 'deploy/prometheus/rules.yaml');
const JOB = 'aurelis-gateway';
/** A series with its labels, as a question names it. */
const SELECTOR = /\b(?:aurelis[\w:]*|up)(?:\{[^}]*\})?/g;

const folder = mkdtempSync(join(tmpdir(), 'aurelis-queries-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A file of the folder, as YAML. */
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, stringify(content));
  return path;
}

const promtool = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  return { status, text: stdout + stderr };
};

/** Whether Prometheus can parse an expression. */
const parses = (text: string) => {
  const rules = [{ record: 'tried', expr: text }];
  return promtool('check', 'rules', file('tried.yaml', { groups: [{ name: 'tried', rules }] }));
};

describe('questions to Prometheus in deploy/', () => {
  needs('promtool', '--version');

  it('are more than a few, each in a place of its own', () => {
    const all = expressions();
    assert.ok(all.length > 25, String(all.length));
    assert.equal(all.filter(({ place }) => place.startsWith('trigger ')).length, 2);
  });

  it('are parsed by Prometheus, which refuses wrong ones', () => {
    for (const { place, text } of expressions()) {
      const { status, text: told } = parses(text);
      assert.equal(status, 0, `${place}: ${told}`);
    }
    assert.notEqual(parses('sum(rate(aurelis_queue_depth)').status, 0);
    assert.notEqual(parses('rate(aurelis_queue_depth)').status, 0);
  });

  it('are in files that Prometheus takes', () => {
    const { status, text } = promtool(
      'check',
      'config',
      join(ROOT, 'deploy/prometheus/prometheus.yaml'),
    );
    assert.equal(status, 0, text);
  });
});

describe('rules and triggers in deploy/', () => {
  needs('promtool', '--version');

  /** Instances of the gateway over ten minutes: all have these samples, as promtool writes series. */
  interface Case {
    readonly instances?: number;
    readonly series: Readonly<Record<string, string>>;
    readonly alerts?: readonly string[];
    readonly questions?: Readonly<Record<string, number>>;
  }

  function check({ instances = 2, series, alerts = [], questions = {} }: Case): void {
    const each = Object.entries({ up: '1x40', ...series }).flatMap(([name, values]) =>
      Array.from({ length: instances }, (_, index) => {
        const labels = `job="${JOB}", instance="${index}"`;
        const written = name.includes('{')
          ? name.replace('{', `{${labels}, `)
          : `${name}{${labels}}`;
        return { series: written, values };
      }),
    );
    const gateway = ['Down', 'Alone', 'Waits', 'Sheds', 'Fails'];
    const names = [...gateway.map((name) => `AurelisGateway${name}`), 'AurelisEndpointUnavailable'];
    const path = file('cases.yaml', {
      rule_files: [RULE_FILE],
      evaluation_interval: '15s',
      tests: [
        {
          interval: '15s',
          input_series: each,
          promql_expr_test: Object.entries(questions).map(([expr, value]) => ({
            expr,
            eval_time: '10m',
            exp_samples: [{ labels: '{}', value }],
          })),
        },
      ],
    });
    const { status, text } = promtool('test', 'rules', path);
    assert.equal(status, 0, text);
    // Alerts are asked for as series, whatever their texts say.
    const firing = names.filter((name) => {
      const expr = `count(ALERTS{alertname="${name}", alertstate="firing"}) > bool 0`;
      const asked = file('alerts.yaml', {
        rule_files: [RULE_FILE],
        evaluation_interval: '15s',
        tests: [
          {
            interval: '15s',
            input_series: each,
            promql_expr_test: [
              { expr, eval_time: '10m', exp_samples: [{ labels: '{}', value: 1 }] },
            ],
          },
        ],
      });
      return promtool('test', 'rules', asked).status === 0;
    });
    assert.deepEqual(firing, alerts);
  }

  /** A histogram in which all requests took between one and two bounds. */
  const waits = (isLong: boolean) => ({
    'aurelis_gateway_wait_seconds_bucket{le="2"}': isLong ? '0x40' : '0+60x40',
    'aurelis_gateway_wait_seconds_bucket{le="5"}': '0+60x40',
    'aurelis_gateway_wait_seconds_bucket{le="+Inf"}': '0+60x40',
  });
  const [, queue, guard] = manifestOf('keda', 'ScaledObject').spec.triggers.map(
    ({ metadata }: { metadata: { query: string } }) => metadata.query,
  );

  it('ask for nothing while nobody waits', () => {
    check({
      series: { ...waits(false), aurelis_queue_depth: '3x40' },
      questions: { [queue]: 6, [guard]: 0, 'sum(aurelis:gateway_instances:count)': 2 },
    });
  });

  it('ask for a quarter more instances while many wait long, and tell after five minutes', () => {
    check({
      instances: 4,
      series: { ...waits(true), aurelis_queue_depth: '30x40' },
      questions: { [queue]: 120, [guard]: 4 * (1 + RULES.step) },
      alerts: ['AurelisGatewayWaits'],
    });
  });

  it('ask for nothing for waits that are over', () => {
    check({
      series: { ...waits(true), aurelis_queue_depth: '2x40' },
      questions: { [guard]: 0 },
    });
  });

  it('ask for nothing while nobody asks', () => {
    check({
      series: {
        'aurelis_gateway_wait_seconds_bucket{le="2"}': '7x40',
        'aurelis_gateway_wait_seconds_bucket{le="+Inf"}': '7x40',
        aurelis_queue_depth: '0x40',
      },
      questions: { [queue]: 0, [guard]: 0 },
    });
  });

  it('tell of instances that are away, and of one that is alone', () => {
    check({ series: { up: '0x40' }, alerts: ['AurelisGatewayDown'] });
    check({ instances: 1, series: {}, alerts: ['AurelisGatewayAlone'] });
  });

  it('tell of an endpoint that no instance can ask', () => {
    const endpoint = (value: string) => ({ 'aurelis_endpoint_available{endpoint="e"}': value });
    check({ series: endpoint('0x40'), alerts: ['AurelisEndpointUnavailable'] });
    check({ series: endpoint('1x40') });
  });

  it('tell of failures and refusals, and not of a few', () => {
    const requests = (failed: string, shed: string) => ({
      'aurelis_gateway_requests_total{status="200"}': '0+100x40',
      'aurelis_gateway_requests_total{status="503"}': failed,
      aurelis_gateway_shed_total: shed,
    });
    check({ series: requests('0+4x40', '0+7x40') });
    check({ series: requests('0+6x40', '0+7x40'), alerts: ['AurelisGatewayFails'] });
    check({ series: requests('0+4x40', '0+8x40'), alerts: ['AurelisGatewaySheds'] });
  });
});

describe('a real Prometheus with our rules', () => {
  needs('prometheus', '--version');
  let prometheus: ChildProcess | undefined;
  let scrapes = 0;
  const gateway = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4', connection: 'close' });
    response.end(fakeExposition(++scrapes));
  });

  before(() => new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve)));
  after(async () => {
    const ended = new Promise((resolve) => prometheus?.once('exit', resolve));
    prometheus?.kill('SIGTERM');
    if (prometheus !== undefined) await ended;
    const closed = new Promise((resolve) => gateway.close(resolve));
    gateway.closeAllConnections();
    await closed;
  });

  it('has every series that a question names, with its labels', async function () {
    this.timeout(60_000);
    const { port } = gateway.address() as AddressInfo;
    const own = await freePort();
    const configuration = file('prometheus.yaml', {
      global: { scrape_interval: '500ms', evaluation_interval: '500ms' },
      rule_files: [RULE_FILE],
      scrape_configs: [{ job_name: JOB, static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
    });
    prometheus = spawn(
      'prometheus',
      [
        `--config.file=${configuration}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${own}`,
      ],
      { stdio: 'ignore' },
    );
    const samples = async (query: string): Promise<number> => {
      const url = `http://127.0.0.1:${own}/api/v1/query?query=${encodeURIComponent(query)}`;
      const answer = await fetch(url)
        .then((response) => response.json())
        // It is not ready yet.
        .catch(() => undefined);
      assert.ok(answer === undefined || answer.status === 'success', `${query}: ${answer?.error}`);
      return answer?.data.result.length ?? 0;
    };
    const all = expressions();
    const selectors = [...new Set(all.flatMap(({ text }) => text.match(SELECTOR) ?? []))];
    assert.ok(selectors.length > 20, String(selectors.length));
    for (const { place, text } of all) assert.notEqual(text.match(SELECTOR), null, place);
    for (const selector of selectors) {
      await waitFor(selector, async () => (await samples(selector)) > 0, 20_000);
    }
    assert.equal(await samples('aurelis_of_nobody'), 0);
    // As a whole, too: only a comparison may have no answer, and a trigger has always one.
    for (const { place, text } of all.filter((each) => !/[<>]=? |== /.test(each.text))) {
      await waitFor(place, async () => (await samples(text)) > 0, 20_000);
    }
    for (const { place, text } of all.filter((each) => each.place.startsWith('trigger '))) {
      assert.equal(await samples(text), 1, place);
    }
  });
});
