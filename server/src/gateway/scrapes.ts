import type { Worker as Process } from 'node:cluster';
import type { Clock } from '../base/clock.ts';
import { joinedExpositions } from './gatewayMetrics.ts';
import type { ToWorker } from './messages.ts';

const METRICS_MS = 2_000;

/** One scrape: the workers that have not answered yet, and what the others said. */
interface Scrape {
  readonly asker: Process;
  readonly askedAs: number;
  readonly waiting: Set<number>;
  readonly texts: Map<string, string>;
}

export interface ScrapeTools {
  readonly clock: Clock;
  readonly workers: () => readonly Process[];
  readonly tell: (worker: Process, message: ToWorker) => void;
}

/** Gathers the metrics of all workers for the one that is scraped. */
export class Scrapes {
  readonly #tools: ScrapeTools;
  readonly #scrapes = new Map<number, Scrape>();
  #last = 0;

  constructor(tools: ScrapeTools) {
    this.#tools = tools;
  }

  begin(asker: Process, askedAs: number): void {
    const { clock, tell } = this.#tools;
    const id = ++this.#last;
    const workers = this.#tools.workers();
    const waiting = new Set(workers.map((each) => each.id));
    this.#scrapes.set(id, { asker, askedAs, waiting, texts: new Map() });
    for (const worker of workers) tell(worker, { kind: 'expose', id });
    clock.after(METRICS_MS, () => this.#finish(id));
  }

  heard(id: number, workerId: number, text?: string): void {
    const scrape = this.#scrapes.get(id);
    if (scrape === undefined) return;
    scrape.waiting.delete(workerId);
    if (text !== undefined) scrape.texts.set(String(workerId), text);
    if (scrape.waiting.size === 0) this.#finish(id);
  }

  /** A worker that has ended answers nothing. */
  gone(workerId: number): void {
    for (const [id] of this.#scrapes) this.heard(id, workerId);
  }

  #finish(id: number): void {
    const scrape = this.#scrapes.get(id);
    if (scrape === undefined) return;
    this.#scrapes.delete(id);
    const { tell, workers } = this.#tools;
    const count = `# HELP aurelis_gateway_workers Processes that answer requests.\n# TYPE aurelis_gateway_workers gauge\naurelis_gateway_workers ${workers().length}\n`;
    const text = `${joinedExpositions(scrape.texts)}${count}`;
    tell(scrape.asker, { kind: 'exposed', id: scrape.askedAs, text });
  }
}
