import cluster, { type Worker as Process } from 'node:cluster';
import { readFileSync, statSync, watchFile } from 'node:fs';
import { availableParallelism } from 'node:os';
import { systemClock } from '../base/clock.ts';
import type { WorkerBounds } from '../scaling/rules.ts';
import { Scaler } from '../scaling/scaler.ts';
import type { GatewayConfig } from '../settings/gatewayConfig.ts';
import { Heartbeats } from './heartbeats.ts';
import type { ToPrimary, ToWorker } from './messages.ts';
import { addressText } from './notListening.ts';
import { type Environment, readConfig } from './readConfig.ts';
import { SaidOnce } from './saidOnce.ts';
import { Scrapes } from './scrapes.ts';
import { WorkerLoads } from './workerLoads.ts';

/** How often the configuration file is looked at. */
const LOOK_MS = 1_000;
/** A worker that has been told to leave is ended so long behind the time for what runs. */
const LEFT_MS = 4_000;

/** The first process: starts workers, keeps as many as there should be, tells them of each new configuration. It answers no requests itself. */
export class Primary {
  readonly #path: string;
  readonly #environment: Environment;
  #config: GatewayConfig;
  #text: string;
  /** Where all workers listen, those that come later included. */
  readonly #listen: GatewayConfig['listen'];
  readonly #said = new SaidOnce(systemClock, (sentence) => console.error(sentence));
  #isLeaving = false;
  #scaler: Scaler | undefined;
  readonly #loads = new WorkerLoads();
  readonly #heartbeats = new Heartbeats(systemClock);
  #isTold = false;
  #isReplacing = false;
  #isUnreadable = false;
  readonly #leaving = new Set<number>();
  /** Those that take another's place and do not listen yet. */
  readonly #replacements = new Set<number>();
  /**
   * Those that live. Node's own list holds one that has ended until its channel is closed, too, which comes before or after (`lib/internal/cluster/primary.js`).
   */
  readonly #alive = new Map<number, { readonly worker: Process; readonly since: number }>();
  readonly #scrapes = new Scrapes({
    clock: systemClock,
    workers: () => this.#workers,
    tell: (...told) => this.#tell(...told),
  });

  constructor(path: string, text: string, config: GatewayConfig, environment: Environment) {
    this.#environment = environment;
    this.#path = path;
    this.#text = text;
    this.#config = config;
    this.#listen = config.listen;
  }

  start(): void {
    // Workers take connections themselves: one that is handed over is lost where its worker dies on the way.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    // Before there are workers: they would outlive a process that a signal ends.
    process.on('SIGTERM', () => this.#leave());
    process.on('SIGINT', () => this.#interrupted());
    this.#scaler = new Scaler({
      clock: systemClock,
      read: () => this.#loads.read(),
      bounds: () => this.#bounds,
      setWorkers: (count) => this.#keepCount(count),
      observe: (event) => {
        if (event.kind === 'workersChanged')
          console.error(`The number of workers is to be ${event.workers}, not ${event.before}.`);
        else console.error(workerDied(event.againInMs));
      },
    });
    watchFile(this.#path, { interval: LOOK_MS }, () => this.#reload());
    process.on('SIGHUP', () => this.#reload());
    process.on('SIGUSR2', () => void this.#replaceAll());
    this.#heartbeats.watch((id) => {
      console.error('A worker has not been heard of for a minute: it is ended.');
      this.#alive.get(id)?.worker.process.kill('SIGKILL');
    });
  }

  get #bounds(): WorkerBounds {
    const { min, max } = this.#config.workers;
    return { min, max: Math.max(min, max ?? availableParallelism()) };
  }

  get #wanted(): number {
    return this.#scaler?.wanted ?? this.#config.workers.min;
  }

  get #configured(): ToWorker {
    return {
      kind: 'configured',
      text: this.#text,
      processes: this.#wanted,
      listen: this.#listen,
    };
  }

  get #workers(): Process[] {
    return [...this.#alive.values()].map(({ worker }) => worker);
  }

  /** Those that are to stay, but for such as take another's place. */
  get #staying(): Process[] {
    return this.#workers.filter(({ id }) => !this.#leaving.has(id) && !this.#replacements.has(id));
  }

  #fork(): Process {
    const worker = cluster.fork();
    this.#alive.set(worker.id, { worker, since: systemClock.monotonic() });
    this.#heartbeats.heard(worker.id);
    worker.on('message', (message: ToPrimary) => this.#heard(worker, message));
    worker.once('exit', () => this.#ended(worker));
    return worker;
  }

  #tell(worker: Process, message: ToWorker): void {
    // Whoever has just ended hears nothing.
    if (worker.isConnected()) worker.send(message, () => undefined);
  }

  #heard(worker: Process, message: ToPrimary): void {
    if (!this.#leaving.has(worker.id)) this.#heartbeats.heard(worker.id);
    if (message.kind === 'ready') {
      const isLeaving = this.#leaving.has(worker.id);
      this.#tell(worker, isLeaving ? { kind: 'leave' } : this.#configured);
    } else if (message.kind === 'listening') this.#listening(message.ports);
    else if (message.kind === 'failed') this.#failed(message.sentence);
    else if (message.kind === 'said') this.#said.say(message.sentence, message.about);
    else if (message.kind === 'load') this.#loads.heard(worker.id, message);
    else if (message.kind === 'wantsMetrics') this.#scrapes.begin(worker, message.id);
    else if (message.kind === 'metrics') this.#scrapes.heard(message.id, worker.id, message.text);
  }

  #listening(ports: readonly number[]): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#listen.forEach(({ host, port }, at) => {
      const address = addressText({ host, port: ports[at] ?? port });
      console.error(`The gateway listens on http://${address}/v1`);
    });
  }

  #failed(sentence: string): void {
    this.#said.say(sentence);
    if (this.#isTold) return;
    process.exitCode = 1;
    this.#leave();
  }

  /** A worker that nobody sent away is replaced. */
  #ended({ id }: Process): void {
    const lived = systemClock.monotonic() - (this.#alive.get(id)?.since ?? 0);
    this.#alive.delete(id);
    this.#loads.gone(id);
    this.#heartbeats.gone(id);
    this.#scrapes.gone(id);
    const wasAsked = this.#leaving.delete(id) || this.#isLeaving;
    if (this.#isLeaving && this.#alive.size === 0) process.exit();
    // One that was to take another's place is missed by nobody: that one stays.
    if (wasAsked || this.#replacements.delete(id)) return;
    this.#scaler?.died(lived, this.#alive.size);
  }

  /** As many workers as there should be: more are started, or the newest are sent away. */
  #keepCount(count: number): void {
    if (this.#isLeaving) return;
    const staying = this.#staying;
    for (let at = staying.length; at < count; at++) this.#fork();
    this.#keepNoMore(count);
  }

  #keepNoMore(count: number): void {
    for (const worker of this.#staying.slice(count)) this.#sendAway(worker);
  }

  /** A worker that does not end by itself is ended. */
  #sendAway(worker: Process): void {
    this.#leaving.add(worker.id);
    this.#heartbeats.gone(worker.id);
    this.#tell(worker, { kind: 'leave' });
    const limitMs = this.#config.limits.drainSeconds * 1_000 + LEFT_MS;
    systemClock.after(limitMs, () => {
      if (this.#alive.has(worker.id)) worker.process.kill('SIGKILL');
    });
  }

  /** Another worker for each, one after the other: the old one leaves when the new one listens. */
  async #replaceAll(): Promise<void> {
    if (this.#isReplacing) {
      console.error('The workers are being replaced already.');
      return;
    }
    this.#isReplacing = true;
    for (const old of this.#staying) {
      if (this.#isLeaving) break;
      // One that has died is replaced as any other.
      if (!this.#alive.has(old.id) || (await this.#isReplacedFor(old))) continue;
      console.error('A new worker has ended before it listened: those that are there stay.');
      break;
    }
    this.#isReplacing = false;
    // For one that died meanwhile, two have come.
    if (!this.#isLeaving) this.#keepNoMore(this.#wanted);
  }

  /** False where the new one has ended before it listened. */
  async #isReplacedFor(old: Process): Promise<boolean> {
    const next = this.#fork();
    this.#replacements.add(next.id);
    const isListening = await new Promise<boolean>((resolve) => {
      next.on('message', ({ kind }: ToPrimary) => {
        if (kind === 'listening') resolve(true);
      });
      next.once('exit', () => resolve(false));
    });
    this.#replacements.delete(next.id);
    if (isListening && !this.#isLeaving && this.#alive.has(old.id)) this.#sendAway(old);
    return isListening || this.#isLeaving;
  }

  #reload(): void {
    const text = textOf(this.#path);
    const wasUnreadable = this.#isUnreadable;
    this.#isUnreadable = text === undefined;
    if (text === undefined) {
      if (!wasUnreadable)
        console.error('The configuration file cannot be read: the one from before holds.');
      return;
    }
    if (text === this.#text) {
      if (wasUnreadable) console.error('The configuration file is there again, as it was before.');
      return;
    }
    const config = readConfig(text, this.#environment, this.#listen);
    if (config === undefined) {
      console.error('The new configuration is not used: the one from before holds.');
      return;
    }
    if (JSON.stringify(config.listen) !== JSON.stringify(this.#listen)) {
      console.error('A new address in “listen” holds after a restart of the gateway.');
    }
    this.#said.forget();
    this.#text = text;
    this.#config = config;
    this.#scaler?.boundsChanged();
    for (const worker of this.#workers) this.#tell(worker, this.#configured);
    console.error('The new configuration holds.');
  }

  /** Somebody presses Ctrl+C: the second time, nothing is waited for. */
  #interrupted(): void {
    if (!this.#isLeaving) {
      this.#leave();
      return;
    }
    for (const worker of this.#workers) worker.process.kill('SIGKILL');
  }

  #leave(): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    const { drainSeconds } = this.#config.limits;
    console.error(
      `The gateway ends: answers under way have ${drainSeconds} seconds. Ctrl+C ends it at once.`,
    );
    this.#scaler?.dispose();
    for (const worker of this.#workers) this.#sendAway(worker);
    if (this.#alive.size === 0) process.exit();
  }
}

/** `undefined` for what cannot be read; what is no file, such as a pipe, may never end. */
function textOf(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

const workerDied = (againInMs: number): string =>
  againInMs === 0
    ? 'A worker has ended unexpectedly. Another one takes its place.'
    : `A worker has ended unexpectedly, as others before. Another one takes its place in ${againInMs / 1_000} seconds.`;
