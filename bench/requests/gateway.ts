import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { request } from 'undici';
import { ROOT } from '../../tools/root.ts';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';
import { callers } from './callers.ts';
import { UpstreamProcess } from './upstreamProcess.ts';

const SCRIPT = '@portkey-ai/gateway/build/start-server.js';
const COUNT = 500;
const GAP_MS = 10;
const CALLERS = 1_000;

/** The gateway from npm, in a process of its own, in front of a server. */
class Gateway {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, upstream: string) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}/v1`;
    this.headers = {
      'content-type': 'application/json',
      authorization: 'Bearer key',
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': upstream,
    };
  }

  static async begin(upstream: string): Promise<Gateway> {
    const port = await freePort();
    const script = join(ROOT, 'node_modules', SCRIPT);
    const env = { ...process.env, TRUSTED_CUSTOM_HOSTS: '127.0.0.1' };
    const child = spawn(process.execPath, [script, `--port=${port}`, '--headless'], {
      stdio: 'ignore',
      env,
    });
    const gateway = new Gateway(child, port, upstream);
    for (let tries = 0; tries < 100; tries++) {
      const status = await gateway.ask().catch(() => undefined);
      if (status === 200) return gateway;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    gateway.stop();
    throw new Error('The gateway does not answer.');
  }

  /** One streamed request through it; its status. */
  async ask(): Promise<number> {
    const messages = [{ role: 'user', content: 'Question' }];
    const body = JSON.stringify({ model: 'm', messages, stream: true });
    const options = { method: 'POST', headers: this.headers, body } as const;
    const response = await request(`${this.url}/chat/completions`, options);
    await response.body.text();
    return response.statusCode;
  }

  stop(): void {
    this.#child.kill();
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });

/**
 * The same two loads through the gateway as through our path: what it adds to a request at 100/s, less what the server took,
 * and how many it carries for a thousand callers. Printed only: it is a process, and ours is measured within its caller.
 */
export async function gateway(ours: {
  readonly addedP99: number;
  readonly perSecond: number;
}): Promise<Measured[]> {
  const paced = await UpstreamProcess.begin({ delayMs: 20, events: 3, spreadMs: 9 });
  const first = await Gateway.begin(paced.url);
  for (let index = 0; index < COUNT / 5; index++) await first.ask();
  await paced.record();
  const whole: number[] = [];
  const running: Promise<unknown>[] = [];
  for (let index = 0; index < COUNT; index++) {
    const begin = performance.now();
    running.push(first.ask().then(() => whole.push(performance.now() - begin)));
    await new Promise((resolve) => setTimeout(resolve, GAP_MS));
  }
  await Promise.all(running);
  const waited = quantile(await paced.record(), 0.5);
  first.stop();
  paced.stop();
  const added = (share: number) => quantile(whole, share) - waited;
  const quick = await UpstreamProcess.begin({ delayMs: 60 });
  const second = await Gateway.begin(quick.url);
  const { url, headers } = second;
  const carried = await callers({ kind: 'bare', url, callers: CALLERS, rounds: 3, headers });
  second.stop();
  quick.stop();
  printTable(
    ['through @portkey-ai/gateway', ''],
    [
      ['added to one request, p50', `${added(0.5).toFixed(2)} ms`],
      ['added to one request, p99', `${added(0.99).toFixed(2)} ms`],
      ['1,000 callers, answered', `${carried.answered}`],
      ['1,000 callers, one event after 60 ms', `${carried.perSecond.toFixed(0)} /s`],
    ],
  );
  return [
    {
      name: 'requests/s, beside the npm gateway',
      unit: '×',
      value: ours.perSecond / carried.perSecond,
      bar: { is: 'atLeast', value: 4 },
    },
    {
      name: 'added p99, beside that of the npm gateway',
      unit: '×',
      value: ours.addedP99 / added(0.99),
      bar: { is: 'atMost', value: 0.25 },
    },
  ];
}
