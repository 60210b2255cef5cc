import { join } from 'node:path';
import { systemClock } from '../base/clock.ts';
import { TeamSecret } from '../engine/teamSecret.ts';
import { Face, type FaceTools } from '../http/openai/face.ts';
import { Listener } from '../http/openai/listener.ts';
import { processUsage } from '../metrics/collect/processUsage.ts';
import { checkGatewayConfig, type GatewayConfig } from '../settings/gatewayConfig.ts';
import type { ListenAddress } from '../settings/listenAddress.ts';
import { keyFile, newSecret } from '../storage/keyFile.ts';
import { SqliteWriter } from '../storage/sqliteWriter.ts';
import { storageFolder } from '../storage/storageFolder.ts';
import { HttpClient } from '../upstream/transport/httpClient.ts';
import { transportOptions } from '../upstream/transport/options.ts';
import { GatewayHost } from './gatewayHost.ts';
import { GatewayMetrics } from './gatewayMetrics.ts';
import type { Say, ToPrimary, ToWorker } from './messages.ts';
import { notListening } from './notListening.ts';
import { RequestTimes } from './requestTimes.ts';

const LOAD_MS = 5_000;
/** Requests at once that a process without a limit is taken to stand. */
const CAPACITY = 1_000;
const BYTES_PER_MEGABYTE = 1_048_576;
const WEAK_SECRET =
  'The team cache secret is too short, so it is not used and no answers are shared. Set one of 16 characters at least in the environment variable that `cache.sharedSecretEnv` names.';
/** A scraper has given up by then. */
const METRICS_MS = 5_000;

/** The process that a worker is. */
export interface WorkerProcess {
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** 0 to 1. */
  readonly random: () => number;
  readonly newId: () => string;
  /** The file of the thread that writes to the disk. */
  readonly writerThread: URL;
  readonly send: (message: ToPrimary) => void;
  /** Ends the process; the first one is told. */
  readonly exit: () => void;
}

/** One of the processes that answer requests. It does what the first process says. */
export class Worker {
  readonly #process: WorkerProcess;
  readonly #send: (message: ToPrimary) => void;
  readonly #metrics = new GatewayMetrics();
  readonly #times = new RequestTimes();
  readonly #asked = new Map<number, (text: string) => void>();
  #lastId = 0;
  #host: GatewayHost | undefined;
  #listeners: readonly Listener[] = [];
  #isLeaving = false;
  #address = 'http://localhost';
  /** Since it was told last. */
  #load = { asked: 0, begun: 0 };
  #processes = 1;
  #configuring = Promise.resolve();
  readonly #say: Say = (sentence, about) =>
    this.#send({ kind: 'said', sentence, ...(about === undefined ? {} : { about }) });
  readonly #team = new TeamSecret(() => this.#say(WEAK_SECRET));

  constructor(of: WorkerProcess) {
    this.#process = of;
    this.#send = of.send;
  }

  async heard(message: ToWorker): Promise<void> {
    if (message.kind === 'configured') {
      this.#processes = message.processes;
      // One after the other: the last one holds.
      this.#configuring = this.#configuring.then(() =>
        this.#configure(message.text, message.listen),
      );
      return this.#configuring;
    }
    if (message.kind === 'leave') return this.#leave();
    if (message.kind === 'expose') {
      const text = this.#host === undefined ? '' : this.#exposition();
      this.#send({ kind: 'metrics', id: message.id, text });
      return;
    }
    this.#asked.get(message.id)?.(message.text);
    this.#asked.delete(message.id);
  }

  async #configure(text: string, listen: GatewayConfig['listen']): Promise<void> {
    const { config } = checkGatewayConfig(text, systemClock.now());
    // The first process has checked it.
    if (config === undefined) return;
    const { environment } = this.#process;
    const variable = config.settings['cache.sharedSecretEnv'];
    const teamSecret = await this.#team.keyOf(environment[variable]);
    if (this.#host !== undefined) {
      this.#host.apply(config, teamSecret);
      return;
    }
    this.#host = this.#createHost(config, teamSecret);
    const face = new Face(() => this.#faceTools());
    try {
      this.#listeners = listen.map(() => new Listener(face, systemClock));
      const ports = await Promise.all(
        this.#listeners.map((listener, at) => listener.listen(listen[at] as ListenAddress)),
      );
      const [first] = listen;
      if (first !== undefined)
        this.#address = `http://${first.host.includes(':') ? `[${first.host}]` : first.host}:${ports[0]}`;
      this.#send({ kind: 'listening', ports });
    } catch (error) {
      this.#send({ kind: 'failed', sentence: notListening(error, listen) });
      return;
    }
    this.#tellLoad();
  }

  #createHost(config: GatewayConfig, teamSecret: string | undefined): GatewayHost {
    const clock = systemClock;
    const { version, environment, random, newId, writerThread } = this.#process;
    const http = new HttpClient(clock, `aurelis-gateway/${version}`);
    http.configure(transportOptions({}, environment, 'TLSv1.2', ''));
    const storagePath = join(storageFolder(environment), 'gateway');
    return new GatewayHost(
      {
        clock,
        random,
        newId,
        storagePath,
        writerOf: (of) => new SqliteWriter(writerThread, of),
        environment,
        call: http.call,
        usage: processUsage(clock),
        secret: ownSecret(storagePath, this.#say),
        log: this.#say,
        processes: () => this.#processes,
        instance: () => ({
          address: this.#address,
          inFlight: this.#running,
          capacity: this.#host?.config.limits.concurrency ?? CAPACITY,
        }),
      },
      config,
      teamSecret,
    );
  }

  #faceTools(): FaceTools {
    const host = this.#host as GatewayHost;
    const { limits, keys } = host.config;
    return {
      clock: systemClock,
      newId: this.#process.newId,
      generate: host.generate,
      admission: host.admission,
      moneyOf: host.moneyOf,
      hasModel: host.hasModel,
      modelOfAnswer: host.modelOfAnswer,
      askedModels: host.askedModels,
      options: { ...limits, maxBodyBytes: limits.bodyMegabytes * BYTES_PER_MEGABYTE },
      models: () => host.models,
      isOpen: () => keys.length === 0,
      isReady: () => !this.#isLeaving,
      expose: () => this.#exposeAll(),
      observe: (event) => {
        this.#metrics.observe(event);
        if (!event.route.startsWith('/v1/')) return;
        if (event.hadTurn) this.#times.add(systemClock.monotonic(), event.waitSeconds);
        if (!event.isRepeated) this.#load.asked++;
        if (event.hadTurn) this.#load.begun++;
      },
    };
  }

  get #running(): number {
    return this.#listeners.reduce((sum, listener) => sum + listener.running, 0);
  }

  #exposition(): string {
    const host = this.#host as GatewayHost;
    const running = this.#running;
    return `${host.metrics.exposition()}${this.#metrics.exposition({ running, waiting: host.waiting })}`;
  }

  /** The metrics of all processes, from the first one; of this one alone where that does not answer. */
  #exposeAll(): Promise<string> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const timer = systemClock.after(METRICS_MS, () => {
        this.#asked.delete(id);
        resolve(this.#exposition());
      });
      this.#asked.set(id, (text) => {
        timer.dispose();
        resolve(text);
      });
      this.#send({ kind: 'wantsMetrics', id });
    });
  }

  #tellLoad(): void {
    const usage = processUsage(systemClock);
    const tell = () => {
      if (this.#isLeaving || this.#host === undefined) return;
      const waitSeconds = this.#times.p95Seconds(systemClock.monotonic());
      const { waiting } = this.#host;
      this.#send({ kind: 'load', cpu: usage().cpu, waiting, waitSeconds, ...this.#load });
      this.#load = { asked: 0, begun: 0 };
      systemClock.after(LOAD_MS, tell);
    };
    systemClock.after(LOAD_MS, tell);
  }

  /** Ends what runs within the time of the configuration, writes down what is to be kept, and ends the process. */
  async #leave(): Promise<void> {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    const seconds = this.#host?.config.limits.drainSeconds ?? 0;
    const late = new AbortController();
    const timer = systemClock.after(seconds * 1_000, () => late.abort());
    await Promise.all(this.#listeners.map((listener) => listener.leave(late.signal)));
    timer.dispose();
    await this.#host?.flush();
    this.#host?.dispose();
    this.#process.exit();
  }
}

function ownSecret(storagePath: string, say: (sentence: string) => void): string {
  try {
    return keyFile(join(storagePath, 'cache.key'));
  } catch {
    say('The storage folder cannot be written: answers are kept for this run only.');
    return newSecret();
  }
}
