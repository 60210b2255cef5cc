import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageGateway } from '../../tools/package/packageGateway.ts';
import { waitFor } from '../../tools/waitFor.ts';

const STARTS_MS = 30_000;

/** Processes that answer requests begin so late. */
const SLOW = {
  NODE_OPTIONS:
    '--import=data:text/javascript,process.send&&await(new(Promise)(r=>setTimeout(r,700)))',
};

interface Started {
  /** The program of a Node; the one of the path if absent. */
  readonly node?: string;
  /** Another path than that of its link. */
  readonly command?: string;
  /** True for processes that need long until they hear anything. */
  readonly isSlow?: boolean;
}

/** A run of the gateway's command that has ended. */
interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The gateway's npm package, installed by npm without a network, into a folder where nothing else is, for a user who has nothing else either. */
export class InstalledGateway {
  /** Its name has a space. */
  readonly folder: string;
  readonly #above: string;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #running: ChildProcess[] = [];
  /** Everything that the one that was started last has written. */
  told = '';

  constructor() {
    this.#above = mkdtempSync(join(tmpdir(), 'aurelis-npm-'));
    this.folder = join(this.#above, 'a folder');
    const home = join(this.#above, 'home');
    for (const each of [this.folder, home, this.elsewhere]) mkdirSync(each);
    const keys = { MODEL_KEY: 'sk-model', OPENAI_API_KEY: 'sk-model' };
    this.#environment = { PATH: process.env.PATH, HOME: home, ...keys };
    writeFileSync(join(this.folder, 'package.json'), '{ "private": true }\n');
    this.#install();
  }

  /** Another empty folder. */
  get elsewhere(): string {
    return join(this.#above, 'elsewhere');
  }

  /** The package's command as npm installs it: a link. */
  get command(): string {
    return join(this.folder, 'node_modules/.bin/aurelis-gateway');
  }

  /** Installs it for the whole machine, a folder that stands for that, and returns the path of its command there. */
  installGlobally(): string {
    const machine = join(this.#above, 'machine');
    this.#install('--global', `--prefix=${machine}`);
    return join(machine, 'bin/aurelis-gateway');
  }

  inPackage(path: string): string {
    return join(this.folder, 'node_modules/aurelis-gateway', path);
  }

  /** As a user runs it, in the folder where it is installed. */
  npx(...args: readonly string[]): Ended {
    return this.#run('npx', ['--no-install', 'aurelis-gateway', ...args]);
  }

  /** By a Node of one's choice. */
  withNode(node: string, ...args: readonly string[]): Ended {
    return this.#run(node, [this.command, ...args]);
  }

  /** The gateway, once it listens: run by its link in another folder, where the configuration is written to. */
  async serve(config: object, options: Started = {}): Promise<ChildProcess> {
    const child = this.start(config, options);
    await this.#listens();
    return child;
  }

  /** Likewise, and waits for nothing. */
  start(
    config: object,
    { node, command = this.command, isSlow = false }: Started = {},
  ): ChildProcess {
    const file = 'my gateway.json';
    writeFileSync(join(this.elsewhere, file), JSON.stringify(config));
    const [program = '', ...args] = [...(node ? [node] : []), command, '--config', file];
    return this.#spawn(program, args, this.elsewhere, isSlow ? SLOW : {});
  }

  /** Likewise by npx, with a group of processes of its own, as in a terminal. */
  async serveByNpx(config: object): Promise<ChildProcess> {
    writeFileSync(join(this.folder, 'gateway.json'), JSON.stringify(config));
    const args = ['--no-install', 'aurelis-gateway', '--config', 'gateway.json'];
    const child = this.#spawn('npx', args, this.folder);
    await this.#listens();
    return child;
  }

  #install(...more: readonly string[]): void {
    const flags = ['--offline', '--no-audit', '--no-fund', '--loglevel=error', ...more];
    const { status, stderr } = this.#run('npm', ['install', ...flags, packageGateway().file]);
    if (status !== 0) throw new Error(`The package could not be installed:\n${stderr}`);
  }

  #listens(): Promise<void> {
    return waitFor('a gateway that listens', () => this.told.includes('listens on'), STARTS_MS);
  }

  #spawn(program: string, args: readonly string[], cwd: string, more = {}): ChildProcess {
    const child = spawn(program, args, {
      cwd,
      env: { ...this.#environment, ...more },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    this.#running.push(child);
    this.told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.told += text;
    });
    return child;
  }

  #run(program: string, args: readonly string[]): Ended {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.folder,
      env: this.#environment,
      encoding: 'utf8',
      timeout: STARTS_MS,
    });
    return { status, stdout, stderr: stderr.trim() };
  }

  /** Ends what still runs. */
  async stop(): Promise<void> {
    for (const child of this.#running.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await ended;
    }
  }

  remove(): void {
    rmSync(this.#above, { recursive: true, force: true });
  }
}
