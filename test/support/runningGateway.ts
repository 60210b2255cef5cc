import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childrenOf } from '../../tools/machine/childProcesses.ts';
import { ROOT } from '../../tools/root.ts';
import { freePort } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';

const STARTS_MS = 30_000;

/** The gateway as a process of its own, with its workers, run from the sources. */
export class RunningGateway {
  /** Everything that it has written so far. */
  log = '';
  readonly port: number;
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(port: number, folder: string, environment: Record<string, string>) {
    this.port = port;
    this.#folder = folder;
    const main = join(ROOT, 'server/src/gateway/main.ts');
    this.#child = spawn(process.execPath, [main, '--config', join(folder, 'gateway.json')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: folder, XDG_CACHE_HOME: folder, ...environment },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (part) => {
        this.log += part;
      });
  }

  static async start(config: object, environment: Record<string, string> = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-gateway-'));
    const port = await freePort();
    const text = JSON.stringify({ listen: [`127.0.0.1:${port}`], ...config });
    writeFileSync(join(folder, 'gateway.json'), text);
    const gateway = new RunningGateway(port, folder, environment);
    await waitFor('a gateway that listens', () => gateway.log.includes('listens on'), STARTS_MS);
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  post(body: string, signal?: AbortSignal): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', body, headers, ...(signal === undefined ? {} : { signal }) };
    return fetch(`${this.url}/v1/chat/completions`, init);
  }

  /** The sum of a series over all processes. */
  async sum(series: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const values = text.split('\n').filter((line) => line.startsWith(`${series}{`));
    return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  /** Where its configuration is read. */
  get configFile(): string {
    return join(this.#folder, 'gateway.json');
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Its workers, by their process ids. */
  workers(): number[] {
    return childrenOf(this.#child.pid ?? 0);
  }

  /** Resolves with the status with which it ends. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGTERM');
      await once(this.#child, 'exit');
    }
    rmSync(this.#folder, { recursive: true, force: true });
    return this.#child.exitCode;
  }
}
