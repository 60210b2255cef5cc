import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { waitFor } from '../waitFor.ts';
import { freePort, isListening } from './realServers.ts';

/** The last command of a connection that is not ready yet: until it is, the tier is passed over, as it should be. */
const HANDSHAKE = / cmd=(?:client|hello|auth|info|null)/i;

const run = promisify(execFile);
/** Loading the library alone takes seconds on a machine that is busy with other tests. */
const CONNECTED_WITHIN_MS = 15_000;

/** A real `redis-server` of one's own, in memory, on loopback. */
export class RedisServer {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'aurelis-redis-'));
  readonly #options: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, options: readonly string[]) {
    this.port = port;
    this.#options = options;
  }

  static async begin(...options: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options);
    await server.restart();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async restart(): Promise<void> {
    const own = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir'];
    this.#process = spawn('redis-server', [...own, this.#folder, ...this.#options], {
      stdio: 'ignore',
    });
    await waitFor('redis-server', () => isListening(this.port));
  }

  /** The server stops answering without closing its connections. */
  hang(): void {
    this.#process?.kill('SIGSTOP');
  }

  goOn(): void {
    this.#process?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { exitCode, signalCode } = this.#process ?? {};
    if (this.#process === undefined || (exitCode ?? signalCode) !== null) return;
    this.#process.once('exit', () => resolve());
    this.#process.kill('SIGKILL');
    await promise;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * Waits until so many connections of others are ready. Each of our servers has two, one of which listens. The first of a
   * process loads its library for them, which this does not hold up.
   */
  async clients(count: number): Promise<void> {
    const isReady = (line: string) => line !== '' && !HANDSHAKE.test(line);
    await waitFor(
      'the connections to Redis',
      async () => {
        const { stdout } = await run('redis-cli', ['-p', String(this.port), 'client', 'list']);
        return stdout.trim().split('\n').filter(isReady).length >= count;
      },
      CONNECTED_WITHIN_MS,
    );
    // The server has answered: by the time of another process the clients have read that, too.
    await run('redis-cli', ['-p', String(this.port), 'ping']);
  }

  /** Returns the output of `redis-cli` for a command. */
  command(...words: string[]): string {
    const { stdout } = spawnSync('redis-cli', ['-p', String(this.port), ...words], {
      encoding: 'utf8',
    });
    return stdout.trim();
  }
}
