import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../tools/root.ts';

/** Where it says that it listens. */
const LISTENS = /listens on http:\/\/(\S+)\/v1/;

/** The gateway as it is shipped, with a folder of its own for what it keeps. */
export class GatewayProcess {
  readonly #folder = mkdtempSync(join(tmpdir(), 'aurelis-gateway-'));
  readonly #file = join(this.#folder, 'gateway.json');
  readonly #environment: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;
  /** Everything that it has told whoever runs it. */
  told = '';
  #address = '';

  private constructor(config: object, environment: Readonly<Record<string, string>>) {
    this.#environment = { XDG_CACHE_HOME: this.#folder, ...environment };
    writeFileSync(this.#file, JSON.stringify({ listen: '127.0.0.1:0', ...config }));
  }

  /** Resolves when it takes connections. */
  static async begin(
    config: object,
    environment: Readonly<Record<string, string>>,
  ): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(config, environment);
    await gateway.#start();
    return gateway;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Its host and port. */
  get address(): string {
    return this.#address;
  }

  get url(): string {
    return `http://${this.#address}/v1`;
  }

  /** Writes another configuration into its file, which it reads by itself. */
  change(config: object): void {
    writeFileSync(this.#file, JSON.stringify(config));
  }

  /** Ends it and starts it again, with all that it has kept. It listens on another port then. */
  async restart(): Promise<void> {
    await this.#end();
    await this.#start();
  }

  async stop(): Promise<void> {
    await this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #start(): Promise<void> {
    const started = spawn(
      process.execPath,
      [join(ROOT, 'dist/gateway.js'), '--config', this.#file],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...this.#environment } },
    );
    this.#process = started;
    const before = this.told.length;
    return new Promise((resolve, reject) => {
      started.once('exit', () => reject(new Error(`The gateway has ended: ${this.told}`)));
      started.stderr.setEncoding('utf8').on('data', (text: string) => {
        this.told += text;
        const address = LISTENS.exec(this.told.slice(before))?.[1];
        if (address === undefined) return;
        this.#address = address;
        resolve();
      });
    });
  }

  async #end(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { exitCode, signalCode } = this.#process ?? {};
    if (exitCode !== null || signalCode !== null) resolve();
    this.#process?.once('exit', () => resolve());
    this.#process?.kill('SIGTERM');
    await promise;
  }
}
