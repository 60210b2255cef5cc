import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import type { Load, Seen } from './seenBy.ts';

const PORTKEY = '@portkey-ai/gateway/build/start-server.js';
const KEY = 'ak-bench';
const hashOf = (key: string) => `sha256:${createHash('sha256').update(key).digest('hex')}`;

/** Something between callers and a model server, in processes of its own. */
export interface Way {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
  /** Of the first process; workers are its children. */
  readonly pid: number | undefined;
}

const JSON_TYPE = { 'content-type': 'application/json' };

async function forked(
  script: string,
  ...args: (string | number)[]
): Promise<[ChildProcess, number]> {
  const child = fork(join(import.meta.dirname, script), args.map(String));
  const [port] = await once(child, 'message');
  return [child, Number(port)];
}

const stopping = (child: ChildProcess, signal?: 'SIGKILL') => async () => {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};

/** The model server itself. */
export async function modelServer(
  delayMs: number,
  { deltas = 64, paceMs = 20 } = {},
): Promise<Way & { readonly port: number; readonly calls: () => Promise<number> }> {
  const [child, port] = await forked('modelServer.ts', delayMs, deltas, paceMs);
  const calls = async () => {
    const told = once(child, 'message');
    child.send('calls');
    return Number((await told)[0]);
  };
  const stop = stopping(child, 'SIGKILL');
  return { url: urlAt(port), headers: JSON_TYPE, stop, port, pid: child.pid, calls };
}

/** A model server that takes next to nothing of the processors, for what is measured beside it. */
export async function lightServer(delayMs: number): Promise<Way & { readonly port: number }> {
  const [child, port] = await forked('lightServer.ts', delayMs);
  const stop = stopping(child, 'SIGKILL');
  return { url: urlAt(port), headers: JSON_TYPE, stop, port, pid: child.pid };
}

export async function bareProxy(port: number): Promise<Way> {
  const [child, own] = await forked('bareProxy.ts', port);
  return { url: urlAt(own), headers: JSON_TYPE, stop: stopping(child, 'SIGKILL'), pid: child.pid };
}

/** Ours, as many workers as cores, with keys and budgets on. */
export async function ours(port: number, more: Record<string, unknown> = {}): Promise<Way> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-gateway-'));
  const own = await freePort();
  const config = join(folder, 'gateway.json');
  const budgets = {
    requestsPerMinute: 1_000_000,
    tokensPerDay: 1_000_000_000,
    moneyPerMonth: 1_000_000,
  };
  writeFileSync(
    config,
    JSON.stringify({
      listen: `127.0.0.1:${own}`,
      endpoints: [
        {
          id: 'm',
          provider: 'openai',
          url: urlAt(port),
          model: 'm',
          price: { input: 1, output: 2 },
        },
      ],
      keys: [{ name: 'bench', hash: hashOf(KEY), ...budgets }],
      ...more,
    }),
  );
  const child = spawn(process.execPath, [join(ROOT, 'dist/gateway.js'), '--config', config], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, XDG_CACHE_HOME: folder },
  });
  const headers = { ...JSON_TYPE, authorization: `Bearer ${KEY}` };
  const way = {
    url: urlAt(own),
    headers,
    pid: child.pid,
    stop: async () => {
      await stopping(child)();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await answers(way);
  return way;
}

export async function portkey(port: number): Promise<Way> {
  const own = await freePort();
  const child = spawn(
    process.execPath,
    [join(ROOT, 'node_modules', PORTKEY), `--port=${own}`, '--headless'],
    {
      stdio: 'ignore',
      env: { ...process.env, TRUSTED_CUSTOM_HOSTS: '127.0.0.1' },
    },
  );
  const headers = {
    ...JSON_TYPE,
    authorization: 'Bearer key',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': urlAt(port),
  };
  const way = { url: urlAt(own), headers, stop: stopping(child, 'SIGKILL'), pid: child.pid };
  await answers(way);
  return way;
}

/** Puts a load on a way, from a process of its own. */
export const load = (way: Way, what: Omit<Load, 'url' | 'headers'>): Promise<Seen> =>
  loadFrom('caller.ts', way, what);

/** The same from callers that take next to nothing of the processors; no two requests are alike. */
export const lightLoad = (
  way: Way,
  what: Omit<Load, 'url' | 'headers' | 'isSame'>,
): Promise<Seen> => loadFrom('lightCaller.ts', way, what);

async function loadFrom(
  script: string,
  { url, headers }: Way,
  what: Omit<Load, 'url' | 'headers'>,
): Promise<Seen> {
  const child = fork(join(import.meta.dirname, script));
  child.send({ url, headers, ...what });
  const [seen] = await once(child, 'message');
  return seen as Seen;
}

const urlAt = (port: number): string => `http://127.0.0.1:${port}/v1`;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });

async function answers(way: Way): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: `${tries}` }] });
    const answer = await fetch(`${way.url}/chat/completions`, {
      method: 'POST',
      headers: way.headers,
      body,
    }).catch(() => undefined);
    await answer?.text();
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await way.stop();
  throw new Error('The gateway does not answer');
}
