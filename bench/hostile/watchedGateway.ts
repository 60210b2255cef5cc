import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { childrenOf } from '../../tools/machine/childProcesses.ts';
import { type Reading, WATCH, WATCH_PREFIX } from '../support/watchedProcess.ts';
import type { BodyCase } from './bodyCases.ts';

const LISTENS = /listens on (http:\S+)\/v1/;

/** The gateway with one worker that tells how long its event loop stood still, and a model server for it. */
export class WatchedGateway {
  readonly #child: ChildProcess;
  readonly #model: Server;
  readonly #folder: string;
  readonly #url: string;
  readonly #readings: ((reading: Reading) => void)[];

  private constructor(
    child: ChildProcess,
    model: Server,
    folder: string,
    url: string,
    readings: ((reading: Reading) => void)[],
  ) {
    this.#child = child;
    this.#model = model;
    this.#folder = folder;
    this.#url = url;
    this.#readings = readings;
  }

  /** `script` is the gateway's. */
  static async start(script: string): Promise<WatchedGateway> {
    const model = await modelServer();
    const { port } = model.address() as AddressInfo;
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-watched-'));
    const config = join(folder, 'gateway.json');
    const endpoints = ['m', 'refusing'].map((name) => ({
      id: name,
      provider: 'openai',
      url: `http://127.0.0.1:${port}/${name}/v1`,
      model: name,
    }));
    const workers = { min: 1, max: 1 };
    writeFileSync(config, JSON.stringify({ listen: '127.0.0.1:0', endpoints, workers }));
    const child = spawn(process.execPath, ['--import', WATCH, script, '--config', config], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: folder, XDG_CACHE_HOME: folder },
    });
    const readings: ((reading: Reading) => void)[] = [];
    const listening = Promise.withResolvers<string>();
    child.once('exit', () => listening.reject(new Error('The gateway has ended')));
    createInterface(child.stderr as NodeJS.ReadableStream).on('line', (line) => {
      const url = LISTENS.exec(line)?.[1];
      if (url !== undefined) listening.resolve(url);
      if (line.startsWith(WATCH_PREFIX))
        readings.shift()?.(JSON.parse(line.slice(WATCH_PREFIX.length)));
    });
    const url = await listening.promise;
    const gateway = new WatchedGateway(child, model, folder, url, readings);
    await gateway.read();
    return gateway;
  }

  /** Sends a body; resolves with the status of the answer. */
  async ask({ path, body }: Pick<BodyCase, 'path' | 'body'>): Promise<number> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.#url}/v1/${path}`, {
      method: 'POST',
      headers,
      body: body(),
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** The longest stall of the worker since the last reading. */
  read(): Promise<Reading> {
    const reading = new Promise<Reading>((resolve) => this.#readings.push(resolve));
    const [worker] = childrenOf(this.#child.pid ?? 0);
    process.kill(Number(worker), 'SIGUSR2');
    return reading;
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill();
    await gone;
    this.#model.closeAllConnections();
    this.#model.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Answers by the request's path, once all of it is there; or refuses in words of its own. */
async function modelServer(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      const isRefused = request.url?.startsWith('/refusing/') === true;
      // No connection stays open behind an answer.
      const headers = { 'content-type': 'application/json', connection: 'close' };
      response.writeHead(isRefused ? 400 : 200, headers);
      response.end(JSON.stringify(isRefused ? REFUSAL : answerTo(request)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const REFUSAL = { error: { message: `Too many inputs at once. ${'No more words. '.repeat(100)}` } };
const USAGE = { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 };

function answerTo({ url = '' }: IncomingMessage): object {
  if (url.endsWith('/embeddings'))
    return { object: 'list', data: [{ index: 0, embedding: [0.1] }], usage: USAGE };
  const choice = url.endsWith('/chat/completions')
    ? { message: { role: 'assistant', content: 'Yes.' } }
    : { text: 'Yes.' };
  return { choices: [{ index: 0, ...choice, finish_reason: 'stop' }], usage: USAGE };
}
