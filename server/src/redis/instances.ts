import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Scripts } from './redisLink.ts';

/** How often an instance says that it is there, and after how long without that it is not. */
const BEAT_MS = 2_000;
const LIVES_MS = 6_000;
const AWAY_BEATS = 2;
/** More instances than any team has, and longer than what they say of themselves. */
const MAX_INSTANCES = 1_000;
const MAX_VALUE = 1_024;
const MAX_ADDRESS = 256;
const MAX_COUNT = 1_000_000;
const ID = /^[\w-]{1,64}$/;

/** A process that answers requests, and how busy it is. */
export interface Instance {
  /** 1 to 64 letters, digits, `_` and `-`. */
  readonly id: string;
  /** Where it is reached: an origin of HTTP. */
  readonly address: string;
  /** Epoch milliseconds, by its own clock. */
  readonly startedAt: number;
  readonly inFlight: number;
  /** The requests that it answers at once. */
  readonly capacity: number;
}

/**
 * Says that an instance is there, by the server's clock, and lists those that are. KEYS: a hash of instances; ARGV: id (empty for
 * somebody who only looks), and what it says of itself. What nobody of ours can have written goes.
 */
const BEAT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local key = KEYS[1]
if redis.call('HLEN', key) > ${MAX_INSTANCES} then redis.call('DEL', key) end
if ARGV[1] ~= '' then
  redis.call('HSET', key, ARGV[1], string.format('%.0f ', now) .. ARGV[2])
  redis.call('PEXPIRE', key, ${10 * LIVES_MS})
end
local living = {}
local all = redis.call('HGETALL', key)
for at = 1, #all, 2 do
  local value = all[at + 1]
  local seen = #value <= ${MAX_VALUE} and tonumber(string.match(value, '^(%d+) '))
  if not seen or seen <= now - ${LIVES_MS} or seen >= now + ${LIVES_MS} then redis.call('HDEL', key, all[at])
  else living[#living + 1] = string.match(value, ' (.*)$') end
end
return living`;

/** KEYS: a hash of instances; ARGV: the id of one that goes. */
const LEAVE = "return redis.call('HDEL', KEYS[1], ARGV[1])";

export interface InstanceTools {
  readonly scripts: Scripts;
  readonly clock: Clock;
  /** This instance as it is now; absent for somebody who only looks. */
  readonly own?: (() => Instance) | undefined;
  /** As many instances as there are for sure, also where Redis has never been reached: the workers of this machine. */
  readonly leastCount?: () => number;
  /** Called with each list. */
  readonly onListed?: (living: readonly Instance[]) => void;
  /** Redis has not answered twice, or does so again. */
  readonly onAway?: (isAway: boolean) => void;
}

/**
 * The instances that share one Redis: each says every two seconds that it is there, and is forgotten after six without that. While
 * Redis is away those that were known last are held to be there.
 */
export class Instances implements Disposable {
  readonly #tools: InstanceTools;
  readonly #key: string;
  #living: readonly Instance[] = [];
  /** The lengths of the last lists: a server that has lost all hears of everybody within two seconds. */
  #counts: readonly number[] = [];
  #beating: Disposable | undefined;
  #hasLeft = false;
  /** Times on end that Redis has not answered; at the first it may still be connected to. */
  #missed = 0;

  constructor(tools: InstanceTools, keyPrefix: string) {
    this.#tools = tools;
    this.#key = `${keyPrefix}instances`;
    void this.#beat();
  }

  /** Those that are there, this one included, as it is now. */
  get living(): readonly Instance[] {
    const own = this.#hasLeft ? undefined : this.#tools.own?.();
    const others = this.#living.filter(({ id }) => id !== own?.id);
    return own === undefined ? others : [own, ...others];
  }

  /** How many there are, one at least, for whoever divides something among them: rather too many than too few. */
  get count(): number {
    return Math.max(1, this.#tools.leastCount?.() ?? 1, this.living.length, ...this.#counts);
  }

  /** This instance takes nothing more: the others shall not send it anything. Never rejects. */
  async leave(): Promise<void> {
    const id = this.#tools.own?.().id;
    this.#hasLeft = true;
    if (id === undefined) return;
    await this.#tools.scripts.run(LEAVE, [this.#key], [id]).catch(forgottenSoon);
  }

  dispose(): void {
    this.#hasLeft = true;
    this.#beating?.dispose();
    this.#beating = undefined;
  }

  async #beat(): Promise<void> {
    const { scripts, clock, own } = this.#tools;
    this.#beating = clock.after(BEAT_MS, () => void this.#beat());
    const said = this.#hasLeft ? undefined : own?.();
    const args = said === undefined ? ['', ''] : [said.id, JSON.stringify(said)];
    try {
      this.#listed(await scripts.run(BEAT, [this.#key], args));
      this.#heard(true);
    } catch {
      // Those that were known are held to be there.
      this.#heard(false);
    }
  }

  #heard(isThere: boolean): void {
    const wasAway = this.#missed >= AWAY_BEATS;
    this.#missed = isThere ? 0 : this.#missed + 1;
    const isAway = this.#missed >= AWAY_BEATS;
    if (isAway !== wasAway && !this.#hasLeft) this.#tools.onAway?.(isAway);
  }

  #listed(answer: unknown): void {
    if (!Array.isArray(answer)) return;
    const known = answer.slice(0, MAX_INSTANCES).flatMap((value) => instanceIn(value) ?? []);
    this.#living = [...new Map(known.map((each) => [each.id, each])).values()];
    this.#counts = [this.#living.length, ...this.#counts].slice(0, LIVES_MS / BEAT_MS);
    this.#tools.onListed?.(this.living);
  }
}

/** Reads what an instance says of itself; `undefined` for what none of ours says. */
function instanceIn(text: unknown): Instance | undefined {
  if (typeof text !== 'string' || text.length > MAX_VALUE) return undefined;
  try {
    const { id, address, startedAt, inFlight, capacity } = JSON.parse(text) as Record<
      string,
      unknown
    >;
    const isOurs =
      typeof id === 'string' &&
      ID.test(id) &&
      isCount(inFlight, 0, MAX_COUNT) &&
      isCount(capacity, 1, MAX_COUNT) &&
      isCount(startedAt, 0, Number.MAX_SAFE_INTEGER);
    const origin = originIn(address);
    return isOurs && origin !== undefined
      ? { id, address: origin, startedAt, inFlight, capacity }
      : undefined;
  } catch {
    // It is no JSON, or no object.
    return undefined;
  }
}

const isCount = (value: unknown, least: number, most: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

/** An origin of HTTP, without a name or password, path or query. */
function originIn(address: unknown): string | undefined {
  if (typeof address !== 'string' || address.length > MAX_ADDRESS) return undefined;
  const { protocol, origin, href } = new URL(address);
  const isOrigin = href === `${origin}/` && (protocol === 'http:' || protocol === 'https:');
  return isOrigin ? origin : undefined;
}

/** It is forgotten after six seconds. */
const forgottenSoon = (): undefined => undefined;
