import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { RedisCluster } from '../../tools/servers/redisCluster.ts';
import { type FailoverSpending, spendThroughFailover } from '../../tools/testing/failover.ts';
import type { Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';

const PROCESSES = 4;
const REQUESTS = 2_000;
const ROUNDS = 5;
const UPSTREAM_MS = 200;
const LIMIT = 60;
const PERIOD_MS = 1_500;

/** One call for all processes, and budgets while a master dies, in a real Redis Cluster of six nodes. */
export async function shared(): Promise<Measured[]> {
  return [...(await stampede()), ...(await failover())];
}

interface Told {
  readonly answered: number;
  readonly ms: number;
}

async function stampede(): Promise<Measured[]> {
  const cluster = await RedisCluster.begin({ replicas: 1 });
  const upstream = await countingServer();
  const children = Array.from({ length: PROCESSES }, () =>
    fork(join(import.meta.dirname, 'stampedeProcess.ts'), [
      cluster.url,
      upstream.url,
      String(REQUESTS / PROCESSES),
    ]),
  );
  try {
    await Promise.all(children.map((child) => once(child, 'message')));
    const calls: number[] = [];
    const answered: number[] = [];
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const before = upstream.calls();
      const told = await Promise.all(children.map((child) => toldBy(child, `Question ${round}`)));
      calls.push(upstream.calls() - before);
      answered.push(told.reduce((sum, each) => sum + each.answered, 0));
      times.push(Math.max(...told.map(({ ms }) => ms)));
    }
    printTable(
      [`${REQUESTS} identical requests, ${PROCESSES} processes`, 'calls', 'answered', 'all after'],
      calls.map((count, round) => [
        `round ${round + 1}`,
        String(count),
        String(answered[round]),
        `${times[round]?.toFixed(0)} ms`,
      ]),
    );
    return [
      {
        name: `${REQUESTS} identical requests over ${PROCESSES} processes, most of ${ROUNDS} rounds`,
        unit: 'calls',
        value: Math.max(...calls),
        bar: { is: 'atMost', value: 2 },
      },
      {
        name: 'of them answered, least of the rounds',
        unit: '',
        value: Math.min(...answered),
        bar: { is: 'atLeast', value: REQUESTS },
      },
    ];
  } finally {
    for (const child of children) child.disconnect();
    await upstream.stop();
    await cluster.stop();
  }
}

async function toldBy(child: ChildProcess, question: string): Promise<Told> {
  const told = once(child, 'message');
  child.send(question);
  const [answer] = (await told) as [Told];
  return answer;
}

/** A model server that answers after a while, and counts. */
async function countingServer() {
  let calls = 0;
  const event = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const answer = `${event({ content: 'word' }, null)}${event({}, 'stop')}data: [DONE]\n\n`;
  const server = createServer((request, response) => {
    calls++;
    request.resume();
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(answer);
    }, UPSTREAM_MS);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls: () => calls,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function failover(): Promise<Measured[]> {
  const options = { instances: PROCESSES, limit: LIMIT, periodMs: PERIOD_MS };
  const ways: (readonly [string, FailoverSpending])[] = [
    ['all they get', await spendThroughFailover({ ...options, isEven: false, unreplicated: 0 })],
    ['evenly', await spendThroughFailover({ ...options, isEven: true, unreplicated: 10 })],
  ];
  printTable(
    [
      `${PROCESSES} instances, ${LIMIT} in ${PERIOD_MS} ms, a master dies`,
      ...ways.map(([way]) => way),
    ],
    [
      ['granted by Redis', ...ways.map(([, { granted }]) => String(granted.shared))],
      ['granted by instances alone', ...ways.map(([, { granted }]) => String(granted.alone))],
      ['most in a period by one alone', ...ways.map(([, each]) => String(each.mostAlone))],
      ['most in a period by all', ...ways.map(([, each]) => String(each.mostInPeriod))],
      ['grants that died with the master', ...ways.map(([, each]) => String(each.lost))],
      ['above limit + rate × time', ...ways.map(([, each]) => each.mostAbove.toFixed(1))],
      ['away', ...ways.map(([, each]) => `${each.awayMs.toFixed(0)} ms`)],
      ['asking takes, as usual', ...ways.map(([, each]) => `${each.usualMs.toFixed(2)} ms`)],
      ['asking takes, p99', ...ways.map(([, each]) => `${each.p99Ms.toFixed(2)} ms`)],
      ['asking takes, at most', ...ways.map(([, each]) => `${each.longestMs.toFixed(1)} ms`)],
    ],
  );
  return ways.flatMap(([way, each]) => measuredOf(way, each));
}

const measuredOf = (way: string, spent: FailoverSpending): Measured[] => [
  {
    name: `failing over, ${way}: above limit + rate × time, but for what died`,
    unit: '',
    value: Math.max(0, spent.mostAbove - spent.lost),
    bar: { is: 'atMost', value: 0 },
  },
  {
    name: `failing over, ${way}: most in a period, but for what died`,
    unit: '',
    value: spent.mostInPeriod - spent.lost,
    bar: { is: 'atMost', value: LIMIT },
  },
  {
    name: `failing over, ${way}: most of one instance alone in a period`,
    unit: '',
    value: spent.mostAlone,
    bar: { is: 'atMost', value: LIMIT / PROCESSES },
  },
  {
    name: `failing over, ${way}: asking takes, p99`,
    unit: 'ms',
    value: spent.p99Ms,
    bar: { is: 'atMost', value: 50 },
  },
  {
    name: `failing over, ${way}: asking takes, at most`,
    unit: 'ms',
    value: spent.longestMs,
  },
];
