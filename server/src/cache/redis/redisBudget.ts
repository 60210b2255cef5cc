import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import { type Connection, connection, isOfCluster, onHostileReply } from './redisConnection.ts';

/** Longer than this nobody waits for the shared count: the caller's own holds meanwhile. */
const WITHIN_MS = 50;
const RECONNECT_MS = 5_000;

interface Grant {
  readonly waitMs: number;
  readonly remaining: readonly number[];
  readonly giveBack?: () => Promise<void>;
}

interface Allowance {
  readonly name: string;
  readonly limit: number;
  readonly periodMs: number;
}

/**
 * Takes one of all allowances or of none, by the server's clock. Grants are counted in slots of a 240th of the period, each held
 * to be as late as its end, and half a second more for what travels.
 * KEYS: a hash for each allowance; ARGV: limit and period of each. Returns the wait in milliseconds and what is left of each.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wait, left, slots = 0, {}, {}
for i, key in ipairs(KEYS) do
  local limit, period = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local grain = period / 240
  local gone = math.floor((now - period - 500) / grain) - 1
  slots[i] = math.floor(now / grain)
  local used, kept = 0, {}
  local all = redis.call('HGETALL', key)
  for at = 1, #all, 2 do
    local slot, amount = tonumber(all[at]), tonumber(all[at + 1])
    if slot <= gone or slot > slots[i] + 240 then redis.call('HDEL', key, all[at])
    else
      used = used + amount
      kept[#kept + 1] = { slot, amount }
    end
  end
  left[i] = limit - used
  if left[i] < 1 then
    table.sort(kept, function(one, other) return one[1] < other[1] end)
    local missing = 1 - left[i]
    for _, each in ipairs(kept) do
      missing = missing - each[2]
      if missing <= 0 then
        wait = math.max(wait, 1, math.ceil((each[1] + 1) * grain + period + 500 - now))
        break
      end
    end
  end
end
local answer = { wait }
for i, key in ipairs(KEYS) do
  if wait == 0 then
    redis.call('HINCRBY', key, slots[i], 1)
    redis.call('PEXPIRE', key, math.ceil(2 * tonumber(ARGV[2 * i])))
    left[i] = left[i] - 1
  end
  answer[i + 1] = math.max(0, left[i])
end
return answer`;

/** Takes one from the newest slot of each hash. KEYS: a hash for each allowance. */
const GIVE_BACK = `
for _, key in ipairs(KEYS) do
  local newest
  for _, slot in ipairs(redis.call('HKEYS', key)) do
    local at = tonumber(slot)
    if at and (not newest or at > newest) then newest = at end
  end
  if newest and redis.call('HINCRBY', key, newest, -1) < 1 then redis.call('HDEL', key, newest) end
end
return 0`;

/** Budgets in Redis, which several machines share. Rejects within 50 ms where the server does not answer. */
export class RedisBudget {
  readonly #urls: readonly string[];
  #client: Connection;
  readonly #keyPrefix: string;
  readonly #clock: Clock;
  #isClosed = false;

  constructor(urls: readonly string[], keyPrefix: string, clock: Clock) {
    this.#keyPrefix = keyPrefix;
    this.#clock = clock;
    this.#urls = urls;
    this.#client = this.#connecting(urls.length > 1);
  }

  async take(scope: string, allowances: readonly Allowance[]): Promise<Grant> {
    // In a cluster all keys of a script lie in one slot: that of what stands in braces.
    const keys = allowances.map(({ name }) => `${this.#keyPrefix}budget:{${scope}}:${name}`);
    const args = allowances.flatMap(({ limit, periodMs }) => [limit, periodMs].map(String));
    const answer = await withDeadline(this.#clock, WITHIN_MS, () =>
      this.#client.eval(TAKE, { keys, arguments: args }),
    );
    const grant = grantIn(answer, allowances);
    return grant.waitMs > 0 ? grant : { ...grant, giveBack: () => this.#giveBack(keys) };
  }

  async #giveBack(keys: string[]): Promise<void> {
    await withDeadline(this.#clock, WITHIN_MS, () => this.#client.eval(GIVE_BACK, { keys }));
  }

  dispose(): void {
    this.#isClosed = true;
    if (this.#client.isOpen) this.#client.destroy();
  }

  #connecting(isCluster: boolean): Connection {
    const client = connection(this.#urls, isCluster);
    // Whoever asks meets the error.
    client.on('error', () => undefined);
    onHostileReply(client, () => this.#openLater(client, isCluster));
    void this.#open(client, isCluster);
    return client;
  }

  #openLater(client: Connection, isCluster: boolean): void {
    this.#clock.after(RECONNECT_MS, () => {
      if (!this.#isClosed && !client.isOpen) void this.#open(client, isCluster);
    });
  }

  async #open(client: Connection, isCluster: boolean): Promise<void> {
    try {
      await client.connect();
      if (!isCluster && (await isOfCluster(client)) && !this.#isClosed) {
        this.#client = this.#connecting(true);
        client.destroy();
      }
    } catch {
      this.#openLater(client, isCluster);
    }
    if (this.#isClosed && client.isOpen) client.destroy();
  }
}

/** Reads the script's answer; throws where a server says something else, or that a budget is longer away than it lasts. */
function grantIn(answer: unknown, allowances: readonly Allowance[]) {
  const numbers = Array.isArray(answer) ? answer : [];
  const [waitMs, ...remaining] = numbers.map(Number);
  const longestMs = Math.max(...allowances.map(({ periodMs }) => 2 * periodMs));
  const isGrant = remaining.length === allowances.length && numbers.every(Number.isSafeInteger);
  if (!isGrant || waitMs === undefined || waitMs < 0 || waitMs > longestMs) {
    throw new Error('Redis gave no answer about budgets');
  }
  return { waitMs, remaining: remaining.map((left) => Math.max(0, left)) };
}
