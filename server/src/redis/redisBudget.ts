import { asAmount, granted, limitMicros, MAX_MICROS, takenMicros } from '../limits/amounts.ts';
import type { Allowance, Grant, SpendableBudget } from '../limits/sharedBudget.ts';
import type { Scripts } from './redisLink.ts';

/** More slots than a period has, and those that a clock left behind which was set back: more were written by somebody else. */
const MAX_SLOTS = 1_000;

/** The server's own time, in milliseconds. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * Takes an amount of each allowance, or of none, by the server's clock; amounts are whole millionths. They are counted in slots of a
 * 240th of the period, each held to be as late as its end, and half a second more for what travels.
 * KEYS: a hash for each allowance; ARGV: limit, period and amount of each. Returns the wait in milliseconds, for each allowance what
 * is left, then for each the slot.
 */
const TAKE = `${NOW}
local wait, left, slots = 0, {}, {}
for i, key in ipairs(KEYS) do
  local limit, period, amount = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  local grain = period / 240
  local gone = math.floor((now - period - 500) / grain) - 1
  slots[i] = math.floor(now / grain)
  if redis.call('HLEN', key) > ${MAX_SLOTS} then redis.call('DEL', key) end
  local used, kept = 0, {}
  local all = redis.call('HGETALL', key)
  for at = 1, #all, 2 do
    local slot, taken = tonumber(all[at]), tonumber(all[at + 1])
    local isOurs = slot and taken and slot % 1 == 0 and taken >= 1 and taken <= ${MAX_MICROS} and taken % 1 == 0
    if not isOurs or slot <= gone or slot > slots[i] + 240 then redis.call('HDEL', key, all[at])
    else
      used = used + taken
      kept[#kept + 1] = { slot, taken }
    end
  end
  left[i] = limit - used
  if left[i] < amount then
    table.sort(kept, function(one, other) return one[1] < other[1] end)
    local missing = amount - left[i]
    local until_ = period
    for _, each in ipairs(kept) do
      missing = missing - each[2]
      if missing <= 0 then
        until_ = math.ceil((each[1] + 1) * grain + period + 500 - now)
        break
      end
    end
    wait = math.max(wait, 1, until_)
  end
end
local answer = { wait }
for i, key in ipairs(KEYS) do
  local amount = tonumber(ARGV[3 * i])
  if wait == 0 and amount > 0 then
    redis.call('HINCRBY', key, slots[i], ARGV[3 * i])
    redis.call('PEXPIRE', key, math.ceil(2 * tonumber(ARGV[3 * i - 1])))
    left[i] = left[i] - amount
  end
  answer[1 + i] = math.max(0, left[i])
  answer[1 + #KEYS + i] = slots[i]
end
return answer`;

/** Changes what was taken in a slot, or now. KEYS: a hash for each allowance; ARGV: slot (or `now`), period and change of each. */
const CHANGE = `${NOW}
for i, key in ipairs(KEYS) do
  local slot, period, change = ARGV[3 * i - 2], tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  if slot == 'now' then slot = math.floor(now / (period / 240)) end
  local taken = tonumber(redis.call('HGET', key, slot) or '0') or 0
  local sum = math.min(${MAX_MICROS}, taken + change)
  if sum >= 1 then
    redis.call('HSET', key, slot, string.format('%.0f', sum))
    redis.call('PEXPIRE', key, math.ceil(2 * period))
  else redis.call('HDEL', key, slot) end
end
return 0`;

/** Budgets in Redis, which several machines share. Rejects within 50 ms where the server does not answer. */
export class RedisBudget implements SpendableBudget {
  readonly #scripts: Scripts;
  readonly #keyPrefix: string;

  constructor(scripts: Scripts, keyPrefix: string) {
    this.#scripts = scripts;
    this.#keyPrefix = keyPrefix;
  }

  async take(scope: string, allowances: readonly Allowance[]): Promise<Grant> {
    const keys = this.#keysOf(scope, allowances);
    const amounts = allowances.map(({ amount = 1 }) => takenMicros(amount));
    const args = allowances.flatMap(({ limit, periodMs }, index) => [
      limitMicros(limit),
      periodMs,
      amounts[index] ?? 0,
    ]);
    const answer = await this.#scripts.run(TAKE, keys, args.map(String));
    const { waitMs, remaining, slots } = grantIn(answer, allowances);
    if (waitMs > 0) return { waitMs, remaining };
    return granted(remaining, amounts, (micros) => this.#change(keys, allowances, slots, micros));
  }

  async spend(scope: string, allowances: readonly Allowance[]): Promise<void> {
    const amounts = allowances.map(({ amount = 1 }) => takenMicros(amount));
    await this.#change(this.#keysOf(scope, allowances), allowances, [], amounts);
  }

  /** In a cluster all keys of a script lie in one slot: that of what stands in braces. */
  #keysOf(scope: string, allowances: readonly Allowance[]): string[] {
    return allowances.map(({ name }) => `${this.#keyPrefix}spent:{${scope}}:${name}`);
  }

  async #change(
    keys: readonly string[],
    allowances: readonly Allowance[],
    slots: readonly number[],
    micros: readonly number[],
  ): Promise<void> {
    const args = allowances.flatMap(({ periodMs }, index) => [
      slots[index] ?? 'now',
      periodMs,
      micros[index] ?? 0,
    ]);
    await this.#scripts.run(CHANGE, keys, args.map(String));
  }
}

/** Reads the script's answer; throws where a server says something else, or that a budget is longer away than it lasts. */
function grantIn(answer: unknown, allowances: readonly Allowance[]) {
  const numbers = (Array.isArray(answer) ? answer : []).map(Number);
  const [waitMs, ...others] = numbers;
  const longestMs = Math.max(0, ...allowances.map(({ periodMs }) => 2 * periodMs + 1_000));
  const isGrant = others.length === 2 * allowances.length && numbers.every(Number.isSafeInteger);
  if (!isGrant || waitMs === undefined || waitMs < 0 || waitMs > longestMs) {
    throw new Error('Redis gave no answer about budgets');
  }
  return {
    waitMs,
    remaining: others.slice(0, allowances.length).map(asAmount),
    slots: others.slice(allowances.length),
  };
}
