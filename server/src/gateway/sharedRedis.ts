import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { ShareBudget } from '../limits/shareBudget.ts';
import { type Instance, Instances } from '../redis/instances.ts';
import { Leases } from '../redis/leases.ts';
import { Notices } from '../redis/notices.ts';
import { RedisBudget } from '../redis/redisBudget.ts';
import { RedisLink } from '../redis/redisLink.ts';
import type { Settings } from '../settings/settings.ts';
import type { Say } from './messages.ts';

export interface SharedRedisTools {
  readonly clock: Clock;
  readonly newId: () => string;
  /** This process as the others see it. */
  readonly own: () => Instance;
  /** The processes of this machine. */
  readonly processes: () => number;
  readonly log: Say;
}

/** Shared by all processes with the same Redis: leases of calls, budgets, and the list of those that are there. */
interface Opened extends Disposable {
  readonly place: string;
  readonly leases: Leases;
  /** While Redis is away, each process spends its share. */
  readonly budget: ShareBudget;
  readonly instances: Instances;
}

const AWAY =
  'Redis does not answer: each process answers for itself meanwhile. Check `redisUrl`, and that it is running.';
const BACK = 'Redis answers.';
const BUDGETS_AWAY =
  'Redis does not answer about budgets: each process spends its share of every limit meanwhile. Check `redisUrl`, and that it is running and takes writes.';
const BUDGETS_BACK = 'Redis answers about budgets again.';

/** The Redis that all processes share, by the settings of the moment. */
export class SharedRedis implements Disposable {
  readonly #tools: SharedRedisTools;
  #opened: Opened | undefined;

  constructor(tools: SharedRedisTools) {
    this.#tools = tools;
  }

  /** Connections are kept while the settings name the same Redis; `undefined` without one. */
  under(settings: Settings): Omit<Opened, 'place'> | undefined {
    const [url, prefix] = [settings['cache.redis.url'], settings['cache.redis.keyPrefix']];
    const place = JSON.stringify([url, prefix]);
    if (this.#opened?.place === place) return this.#opened;
    this.dispose();
    if (url !== '') this.#opened = { place, ...this.#open(url, prefix) };
    return this.#opened;
  }

  /** The others shall not count on this process any more. Never rejects. */
  async leave(): Promise<void> {
    await this.#opened?.instances.leave();
  }

  dispose(): void {
    this.#opened?.dispose();
    this.#opened = undefined;
  }

  #open(url: string, prefix: string): Omit<Opened, 'place'> {
    const { clock, newId, own, processes, log } = this.#tools;
    const urls = url.split(',').map((each) => each.trim());
    const onAway = (isAway: boolean) => log(isAway ? AWAY : BACK, BACK);
    const owned = new DisposableStore();
    const scripts = owned.add(new RedisLink(urls, clock));
    const notices = owned.add(new Notices(urls, Leases.channel(prefix), clock));
    const leases = new Leases({ scripts, notices, clock, newId }, prefix);
    const instances = owned.add(
      new Instances({ scripts, clock, own, leastCount: processes, onAway }, prefix),
    );
    const sharing = {
      clock,
      instances: () => instances.count,
      onAway: (isAway: boolean) => log(isAway ? BUDGETS_AWAY : BUDGETS_BACK, BUDGETS_BACK),
    };
    const budget = owned.add(new ShareBudget(new RedisBudget(scripts, prefix), sharing));
    return { leases, budget, instances, dispose: () => owned.dispose() };
  }
}
