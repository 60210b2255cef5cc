import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { KeptConnection } from './keptConnection.ts';
import { NodePauses } from './nodePauses.ts';

/** Longer than this nobody waits for an answer: there is a way without Redis for everything that asks it. */
const WITHIN_MS = 50;
/** A node from which so long nothing has come is looked for anew: another one may have its keys, which the client has not noticed. */
const LOST_MS = 3_000;

/** Where scripts run, each as one step. */
export interface Scripts {
  /**
   * Runs a script, all keys of which lie in one slot of a cluster. Rejects within 50 ms where the server does not answer, and at
   * once where it is known not to. `onLate` gets an answer that comes after that.
   */
  run(
    script: string,
    keys: readonly string[],
    args: readonly string[],
    onLate?: (answer: unknown) => void,
  ): Promise<unknown>;
}

/** The connection to Redis that budgets, leases and the registry of a process share. */
export class RedisLink implements Scripts, Disposable {
  readonly #clock: Clock;
  readonly #kept: KeptConnection;
  readonly #pauses: NodePauses;
  /** Since when a node has not answered, in milliseconds of the monotonic clock. */
  readonly #silent = new Map<string, number>();

  constructor(urls: readonly string[], clock: Clock) {
    this.#clock = clock;
    this.#kept = new KeptConnection(urls, clock, async (client, tools) => {
      this.#pauses.clear();
      void tools.connectNodes(client);
    });
    this.#pauses = new NodePauses(clock);
  }

  get isUp(): boolean {
    return this.#kept.ready !== undefined;
  }

  async run(
    script: string,
    keys: readonly string[],
    args: readonly string[],
    onLate?: (answer: unknown) => void,
  ): Promise<unknown> {
    const { client, tools } = this.#kept.ready ?? {};
    if (client === undefined || tools === undefined) throw new Error('Redis is not connected');
    const node = tools.nodeOf(client, keys[0] ?? '');
    const attempt = this.#pauses.enter(node);
    if (attempt === undefined) throw new Error('Redis has not answered in time');
    const asked = client.eval(script, { keys: [...keys], arguments: [...args] });
    return new Promise((resolve, reject) => {
      let isOver = false;
      let isLate = false;
      const giveUp = () => {
        if (isOver) return;
        isLate = true;
        attempt.late();
        this.#missed(node);
        reject(new Error('Redis has not answered in time'));
      };
      // What arrived while this process was busy is read before that.
      const timer = this.#clock.after(WITHIN_MS, () => this.#clock.soon(giveUp));
      const over = () => {
        isOver = true;
        timer.dispose();
      };
      asked.then(
        (answer) => {
          over();
          attempt.answered();
          this.#silent.delete(node);
          if (isLate) onLate?.(answer);
          else resolve(answer);
        },
        (error: unknown) => {
          over();
          reject(error);
        },
      );
    });
  }

  #missed(node: string): void {
    const now = this.#clock.monotonic();
    const since = this.#silent.get(node) ?? now;
    this.#silent.set(node, since);
    if (now - since < LOST_MS) return;
    this.#silent.clear();
    this.#kept.renew();
  }

  dispose(): void {
    this.#kept.dispose();
  }
}
