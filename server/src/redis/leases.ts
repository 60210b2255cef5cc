import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Notices } from './notices.ts';
import type { Scripts } from './redisLink.ts';

/** A holder that says nothing for so long is gone. */
const LEASE_MS = 10_000;
const RENEW_MS = LEASE_MS / 3;
/** Nobody holds a lease for longer, however long they work. */
const LONGEST_MS = 120_000;
/** Tokens grow for so long after the last: longer than anybody works with one. */
const FENCE_MS = 3_600_000;

/**
 * Takes a lease that nobody holds, with a token that is larger than that of all before. KEYS: the lease, its tokens, whether somebody
 * waits; ARGV: holder, and how long lease and tokens last. Returns the token and 0, or that of the holder and how long it holds yet.
 */
const ACQUIRE = `
local lasting = tonumber(ARGV[2])
if redis.call('EXISTS', KEYS[1]) == 0 then
  local token = redis.call('INCR', KEYS[2])
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
  redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', lasting)
  return { token, 0 }
end
local left = redis.call('PTTL', KEYS[1])
if left < 1 or left > lasting then
  redis.call('PEXPIRE', KEYS[1], lasting)
  left = lasting
end
redis.call('SET', KEYS[3], '1', 'PX', lasting)
return { tonumber(redis.call('GET', KEYS[2]) or '0'), left }`;

/** KEYS: the lease; ARGV: holder, and how long it lasts. Returns 1 for one that is still that holder's. */
const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** KEYS: the tokens; ARGV: a token. Returns 1 for the newest. */
const IS_NEWEST = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end
return 0`;

/** KEYS: the lease, whether somebody waits; ARGV: holder, channel, and what those who wait are told. */
const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
if redis.call('DEL', KEYS[2]) == 1 then redis.call('PUBLISH', ARGV[2], ARGV[3]) end
return 1`;

/** How the work of a holder has ended, for those who wait. */
export type LeaseEnd = 'stored' | 'unstored' | 'failed';

export interface Lease {
  readonly isHeld: true;
  /** True where nobody has had it for an hour. */
  readonly isFirst: boolean;
  /** False once somebody else has had the lease, or where that cannot be told. */
  isNewest(): Promise<boolean>;
  /** Gives it up, and tells those who wait. Nothing happens for one that has run out. */
  release(end: LeaseEnd): void;
}

/** A lease that somebody else has. */
export interface HeldElsewhere {
  readonly isHeld: false;
  /** Tells its holder from those before and after. */
  readonly token: number;
  readonly leftMs: number;
}

export interface LeaseTools {
  readonly scripts: Scripts;
  readonly notices: Notices;
  readonly clock: Clock;
  /** Names holders: nobody else may guess them. */
  readonly newId: () => string;
}

/** A place in front of a lease: hears of its end from the moment at which it is taken. */
export interface LeasePlace extends Disposable {
  /** Takes the lease, or tells of its holder. Rejects within 50 ms where Redis does not answer. */
  acquire(): Promise<Lease | HeldElsewhere>;
  /** Resolves with how a holder has ended, or `undefined` after so long, or as soon as the signal aborts. */
  ended(withinMs: number, signal: AbortSignal): Promise<LeaseEnd | undefined>;
}

/**
 * Leases of names (1 to 64 letters and digits) among processes: one at a time holds one, for 10 s, renewed while it works. A paused
 * holder may believe that it holds one after that: before it changes anything it asks whether its token is the newest (fencing;
 * Kleppmann: "How to do distributed locking", 2016).
 */
export class Leases {
  readonly #tools: LeaseTools;
  readonly #keyPrefix: string;

  constructor(tools: LeaseTools, keyPrefix: string) {
    this.#tools = tools;
    this.#keyPrefix = keyPrefix;
  }

  /** The channel that `notices` listens to. */
  static channel(keyPrefix: string): string {
    return `${keyPrefix}ended`;
  }

  /** True while the ends of leases are told: without that whoever waits has to look more often. */
  get isTold(): boolean {
    return this.#tools.notices.isListening;
  }

  place(name: string): LeasePlace {
    const { notices, clock } = this.#tools;
    let heard: LeaseEnd | undefined;
    let wake: () => void = () => undefined;
    const listening = notices.listen(name, (word) => {
      if (!isEnd(word)) return;
      heard = word;
      wake();
    });
    return {
      acquire: () => {
        heard = undefined;
        return this.#acquire(name);
      },
      ended: (withinMs, signal) =>
        new Promise((resolve) => {
          const timer = clock.after(withinMs, () => wake());
          wake = () => {
            timer.dispose();
            signal.removeEventListener('abort', wake);
            resolve(heard);
          };
          signal.addEventListener('abort', wake);
          if (heard !== undefined || signal.aborted) wake();
        }),
      dispose: () => listening.dispose(),
    };
  }

  async #acquire(name: string): Promise<Lease | HeldElsewhere> {
    const holder = this.#tools.newId();
    const keys = ['lease', 'fence', 'waited'].map((kind) => this.#key(kind, name));
    const args = [holder, LEASE_MS, FENCE_MS].map(String);
    // Nobody works with a lease that comes too late: the others need not wait for it.
    const onLate = () => this.#release(name, holder, 'failed');
    const answer = await this.#tools.scripts.run(ACQUIRE, keys, args, onLate);
    const [token, leftMs] = (Array.isArray(answer) ? answer : []).map(Number);
    if (!isToken(token) || leftMs === undefined || !(leftMs >= 0 && leftMs <= LEASE_MS)) {
      throw new Error('Redis gave no answer about leases');
    }
    if (leftMs > 0) return { isHeld: false, token, leftMs };
    return this.#held(name, holder, token);
  }

  #held(name: string, holder: string, token: number): Lease {
    const { scripts, clock } = this.#tools;
    const until = clock.monotonic() + LONGEST_MS;
    let renewing: Disposable | undefined;
    const renewLater = () => {
      renewing = clock.after(RENEW_MS, () => {
        if (clock.monotonic() >= until) return;
        const keys = [this.#key('lease', name)];
        const renewed = scripts.run(RENEW, keys, [holder, String(LEASE_MS)]);
        const goOn = () => {
          if (renewing !== undefined) renewLater();
        };
        // It is tried again while it may last.
        renewed.then((answer) => (Number(answer) === 1 ? goOn() : undefined), goOn);
      });
    };
    renewLater();
    return {
      isHeld: true,
      isFirst: token === 1,
      isNewest: async () => {
        try {
          const keys = [this.#key('fence', name)];
          return Number(await scripts.run(IS_NEWEST, keys, [String(token)])) === 1;
        } catch {
          return false;
        }
      },
      release: (end) => {
        renewing?.dispose();
        renewing = undefined;
        this.#release(name, holder, end);
      },
    };
  }

  #release(name: string, holder: string, end: LeaseEnd): void {
    const keys = ['lease', 'waited'].map((kind) => this.#key(kind, name));
    const args = [holder, Leases.channel(this.#keyPrefix), `${name} ${end}`];
    void this.#tools.scripts.run(RELEASE, keys, args).catch(itRunsOut);
  }

  /** In a cluster all keys of a script lie in one slot: that of what stands in braces. */
  #key(kind: string, name: string): string {
    return `${this.#keyPrefix}${kind}:{${name}}`;
  }
}

const ENDS: readonly string[] = ['stored', 'unstored', 'failed'] satisfies LeaseEnd[];
const isEnd = (word: string): word is LeaseEnd => ENDS.includes(word);

const isToken = (token: unknown): token is number => Number.isSafeInteger(token);

/** A lease that could not be given up ends by itself. */
const itRunsOut = (): undefined => undefined;
