import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { systemClock } from '../../server/src/base/clock.ts';
import type { HttpCall } from '../../server/src/base/httpCall.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { freshRequest, requestPath } from '../../tools/testing/requestPath.ts';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';
import { UpstreamProcess } from './upstreamProcess.ts';

const COUNT = 1_000;
const GAP_MS = 10;
const WARM_UP = 100;
/** The name of a measure. */
export const ADDED_P99 = 'added to one request, p99';

const questionIn = (text: string): string => /Question \d+/.exec(text)?.[0] ?? '';

/**
 * Measures the time that the path adds to one request, 100 of which begin every second whether others have ended or not:
 * the whole time less the time between its HTTP call and the end of that answer. Disk cache, budgets, retries, all on.
 */
export async function overhead(): Promise<Measured[]> {
  const upstream = await UpstreamProcess.begin({ delayMs: 20, events: 3, spreadMs: 9 });
  const storagePath = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  const client = new HttpClient(systemClock);
  const limits = { requestsPerMinute: 100_000, requestsPerDay: 1_000_000, tokensPerMinute: 1e9 };
  const endpoint = { id: 'e', provider: 'openai', url: upstream.url, model: 'm', limits };
  const settings = { endpoints: [endpoint], requests: { concurrency: 100 } };
  /** By question: requests overlap. */
  const waited = new Map<string, number>();
  /** Waiting is from the call to the end of the body. */
  const timedCall: HttpCall = async (options) => {
    const begin = performance.now();
    const question = questionIn(String(options.body));
    const response = await client.call(options);
    const body = async function* () {
      try {
        yield* response.body;
      } finally {
        waited.set(question, performance.now() - begin);
      }
    };
    return { ...response, body: body() };
  };
  const added: number[] = [];
  const bare: number[] = [];
  const path = requestPath({ clock: systemClock, call: timedCall, settings, storagePath });
  const ours = async () => {
    const request = freshRequest();
    const { signal } = new AbortController();
    const begin = performance.now();
    await path.generate(request, { signal, priority: 'action' });
    return performance.now() - begin - (waited.get(questionIn(JSON.stringify(request))) ?? 0);
  };
  const theirs = async () => {
    const begin = performance.now();
    const url = `${upstream.url}/chat/completions`;
    const { body } = await request(url, { method: 'POST', body: '{}' });
    await body.text();
    return performance.now() - begin;
  };
  const running: Promise<unknown>[] = [];
  for (let index = 0; index < COUNT + WARM_UP; index++) {
    const isCounted = index >= WARM_UP;
    running.push(ours().then((ms) => isCounted && added.push(ms)));
    if (index % 10 === 0) running.push(theirs().then((ms) => isCounted && bare.push(ms)));
    await new Promise((resolve) => setTimeout(resolve, GAP_MS));
  }
  await Promise.all(running);
  path.dispose();
  client.dispose();
  upstream.stop();
  rmSync(storagePath, { recursive: true });
  const row = (name: string, times: readonly number[]) => [
    name,
    ...[0.5, 0.95, 0.99].map((share) => `${quantile(times, share).toFixed(2)} ms`),
  ];
  printTable(
    ['100/s', 'p50', 'p95', 'p99'],
    [row('added by us', added), row('bare undici, the whole request', bare)],
  );
  const atMost = (value: number) => ({ is: 'atMost', value }) as const;
  return [
    {
      name: 'added to one request, p50',
      unit: 'ms',
      value: quantile(added, 0.5),
      bar: atMost(0.4),
    },
    { name: ADDED_P99, unit: 'ms', value: quantile(added, 0.99), bar: atMost(2) },
  ];
}
