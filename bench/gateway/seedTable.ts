import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, totalmem } from 'node:os';
import { Agent, request } from 'undici';
import { scoreOf } from '../../server/src/metrics/judge/score.ts';
import { duration } from '../../server/src/protocol/wording.ts';
import { childrenOf } from '../../tools/machine/childProcesses.ts';
import { seededRandom } from '../../tools/random.ts';
import { UpstreamProcess } from '../requests/upstreamProcess.ts';
import type { Measured } from '../support/bench.ts';
import {
  CALLERS,
  DRAWS,
  MEDIAN_MS,
  PER_SECOND,
  QUESTIONS,
  ROUNDS,
  rowsOf,
  SIGMA,
  SKEW,
  TOKENS,
  worstRatio,
} from '../support/seedTable.ts';
import { printTable, quantile } from '../support/table.ts';
import { zipf } from '../support/traces.ts';
import { load, ours, type Way } from './ways.ts';

/** How often the processes of the gateway are looked at. */
const LOOK_MS = 100;
/** Of the kernel's counts of processor time (`man 5 proc`); the same on every Linux. */
const TICKS_PER_SECOND = 100;
const BYTES_PER_PAGE = 4_096;

interface Asked {
  readonly ms: number;
  /** Until the model server was asked; `undefined` where it was not asked for this request. */
  readonly lookUpMs: number | undefined;
}

/**
 * The design's table for whoever asks the gateway: the same questions, draws, model server and score as `npm run bench -- seed`, sent over
 * HTTP by a client that keeps nothing itself. An editor in front of the gateway would answer most of them before they came here.
 */
export async function seedTable(): Promise<Measured[]> {
  const all = await everyday();
  const seen = await saturated();
  const times = all.map(({ ms }) => ms / 1_000);
  const lookUps = all.flatMap(({ lookUpMs }) => (lookUpMs === undefined ? [] : [lookUpMs]));
  const score = scoreOf({
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    requestsPerSecond: seen.perSecond,
    tokensPerSecond: seen.perSecond * TOKENS,
    hitRate: 1 - lookUps.length / all.length,
    missLatency: quantile(lookUps, 0.95) / 1_000,
    cpu: seen.cpuSeconds / seen.seconds / cpus().length,
    memory: seen.bytes / totalmem(),
  });
  printTable(['through the gateway', 'target', 'measured', 'ratio'], rowsOf(score));
  const typical = duration(quantile(lookUps, 0.5));
  console.log(
    `${lookUps.length} of ${all.length} reached the model server, after ${typical} in the median`,
  );
  return [
    {
      name: "the design's table through the gateway: score",
      unit: '',
      value: score.score ?? 0,
      bar: { is: 'atLeast', value: 1.6 },
    },
    { name: 'of its rows, the worst ratio to a target', unit: '', value: worstRatio(score) },
    {
      // Beside callers and model server on one machine, it decides how many answers there can be.
      name: `processor time of an answer of ${TOKENS} events, saturated`,
      unit: 'ms',
      value: (1_000 * seen.cpuSeconds) / seen.answered,
    },
  ];
}

/** The gateway in front of a model server, with as many calls at once as `npm run bench -- seed` allows. */
const inFrontOf = (port: number, concurrency: number): Promise<Way> =>
  ours(port, {
    endpoints: [
      {
        id: 'm',
        provider: 'openai',
        url: `http://127.0.0.1:${port}/v1`,
        model: 'm',
        price: { input: 1, output: 2 },
        limits: { concurrency },
      },
    ],
  });

/** Questions of a day at a steady rate, from a cold start. */
async function everyday(): Promise<Asked[]> {
  const server = await humanServer();
  const way = await inFrontOf(server.port, 100);
  const dispatcher = new Agent();
  const draw = zipf(QUESTIONS, SKEW, seededRandom(6));
  const ask = async (rank: number): Promise<Asked> => {
    const from = performance.now();
    const answer = await request(`${way.url}/chat/completions`, {
      dispatcher,
      method: 'POST',
      headers: way.headers,
      body: JSON.stringify({
        model: 'm',
        stream: true,
        temperature: 0,
        max_tokens: 64,
        messages: [
          { role: 'system', content: 'Be short.' },
          { role: 'user', content: `Question number ${rank}: what now?` },
        ],
      }),
    });
    const text = await answer.body.text();
    const ms = performance.now() - from;
    if (!text.includes('[DONE]')) throw new Error(`No answer: ${answer.statusCode}`);
    const isMiss = answer.headers['x-aurelis-cache'] === 'miss';
    return { ms, lookUpMs: isMiss ? server.cameAt(rank, from) - from : undefined };
  };
  try {
    const asked: Promise<Asked>[] = [];
    const began = performance.now();
    const calls = server.calls();
    for (let index = 0; index < DRAWS; index++) {
      asked.push(ask(draw()));
      const due = began + ((index + 1) * 1_000) / PER_SECOND;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    }
    const all = await Promise.all(asked);
    const misses = all.filter(({ lookUpMs }) => lookUpMs !== undefined).length;
    // What the gateway says of itself is what its model server has seen.
    if (server.calls() - calls !== misses) {
      throw new Error(`${misses} misses are told, and ${server.calls() - calls} calls came`);
    }
    return all;
  } finally {
    await dispatcher.close();
    await way.stop();
    server.stop();
  }
}

/** A model server as people know it, in this process: by one clock, it knows when each question came. */
async function humanServer() {
  const random = seededRandom(1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const chunk = (finish: string | null) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: finish }] })}\n\n`;
  const answer = `${chunk(null)}${chunk(null)}${chunk('stop')}data: [DONE]\n\n`;
  const came = new Map<number, number[]>();
  let calls = 0;
  const server = createServer(async (asked, response) => {
    const at = performance.now();
    calls++;
    let body = '';
    for await (const piece of asked.setEncoding('utf8')) body += piece;
    const rank = Number(/number (\d+)/.exec(body)?.[1] ?? -1);
    came.set(rank, [...(came.get(rank) ?? []), at]);
    setTimeout(
      () => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(answer),
      MEDIAN_MS * Math.exp(SIGMA * normal()),
    );
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    calls: () => calls,
    /** The first call for a question behind a moment. */
    cameAt: (rank: number, from: number) => came.get(rank)?.find((at) => at >= from) ?? from,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Saturated {
  readonly answered: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** Of all processes of the gateway, as the next one. */
  readonly cpuSeconds: number;
  /** Most at any time. */
  readonly bytes: number;
}

/** A thousand callers who ask one new question after the other. */
async function saturated(): Promise<Saturated> {
  const upstream = await UpstreamProcess.begin({ delayMs: 60, events: TOKENS, spreadMs: 60 });
  const way = await inFrontOf(Number(new URL(upstream.url).port), CALLERS);
  let bytes = 0;
  const looking = setInterval(() => {
    bytes = Math.max(bytes, usedBy(way).bytes);
  }, LOOK_MS);
  try {
    const before = usedBy(way).cpuSeconds;
    const seen = await load(way, { callers: CALLERS, isStreamed: true, times: ROUNDS });
    const cpuSeconds = usedBy(way).cpuSeconds - before;
    if (seen.answered !== CALLERS * ROUNDS) throw new Error(`${seen.failed} had no answer`);
    const { answered, perSecond } = seen;
    return { answered, perSecond, seconds: answered / perSecond, cpuSeconds, bytes };
  } finally {
    clearInterval(looking);
    await way.stop();
    upstream.stop();
  }
}

/** Processor time and memory of a gateway's first process and its workers. */
function usedBy({ pid = 0 }: Way): { cpuSeconds: number; bytes: number } {
  let [ticks, pages] = [0, 0];
  for (const each of [pid, ...childrenOf(pid)]) {
    // Behind the name, which may hold anything: the state is the third field of all.
    const fields = readFileSync(`/proc/${each}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
    pages += Number(fields[21]);
  }
  return { cpuSeconds: ticks / TICKS_PER_SECOND, bytes: pages * BYTES_PER_PAGE };
}
