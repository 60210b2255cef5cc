import { hash } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { CallerLimit } from '../domain/callerLimit.ts';
import type { AskedFor, Spent } from '../http/openai/admission.ts';
import { limitHeaders } from '../http/openai/limitHeaders.ts';
import type { Allowance, Budget, Grant } from './budget.ts';
import { CalendarMonth } from './calendarMonth.ts';
import { limitReached, moneySpent, tooDear, tooLarge } from './refusals.ts';
import type { VirtualKey } from './virtualKey.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** No month is longer. Its name keeps it apart from the next one. */
const MONTH_MS = 31 * DAY_MS;
/** Money is counted in thousandths: stores keep millionths of an amount, and a token costs less than a millionth. */
const THOUSANDTHS = 1_000;

/** The price of so many tokens of a model, in the currency of the configuration; 0 for what is free. */
export type PriceOf = (model: string, inputTokens: number, outputTokens: number) => number;

/** Amounts that were taken of a key's budgets for one request. */
export interface Reservation {
  /** The limits of the key, and what was left of them then. */
  readonly limits: readonly CallerLimit[];
  /** It has cost this: what was taken beyond it is given back, what is missing is taken. */
  settle(spent: Spent): void;
  giveBack(): void;
}

/** A limit of a key. */
interface Limit {
  readonly kind: 'requests' | 'tokens' | 'money';
  readonly name: string;
  readonly limit: number;
  readonly periodMs: number;
}

/** The limits of a key, made once. Stores see a digest of its name. */
interface Account {
  readonly scope: string;
  readonly limits: readonly Limit[];
}

const FREE: Reservation = { limits: [], settle: () => undefined, giveBack: () => undefined };

/** How much each key may ask for: requests and tokens a minute and a day, money a calendar month in UTC. */
export class KeyBudgets {
  readonly #budget: Budget;
  readonly #month: CalendarMonth;
  readonly #priceOf: PriceOf;
  readonly #accounts = new WeakMap<VirtualKey, Account>();

  constructor(budget: Budget, clock: Clock, priceOf: PriceOf) {
    this.#budget = budget;
    this.#month = new CalendarMonth(clock);
    this.#priceOf = priceOf;
  }

  /** Takes the most that the request may cost. Rejects with an `ApiError` where that is too much. */
  async reserve(key: VirtualKey, asked: AskedFor): Promise<Reservation> {
    const { scope, limits } = this.#accountOf(key);
    if (limits.length === 0) return FREE;
    const allowances = limits.map((limit) => this.#allowance(limit, key, asked));
    const grant = await this.#budget.take(scope, allowances);
    if (grant.waitMs > 0) throw this.#refusal(key, limits, allowances, grant);
    return {
      limits: limits.map((limit, at) => leftOf(limit, grant.remaining[at])),
      settle: (spent) => {
        const differences = limits.map(
          ({ kind }, at) => this.#spent(kind, asked.model, spent) - (allowances[at]?.amount ?? 0),
        );
        void ignoringLoss(grant.correct?.(differences));
      },
      giveBack: () => void ignoringLoss(grant.giveBack?.()),
    };
  }

  /** A key's limits, of which nothing is taken. */
  async left(key: VirtualKey): Promise<readonly CallerLimit[]> {
    const { scope, limits } = this.#accountOf(key);
    if (limits.length === 0) return [];
    const { remaining } = await this.#budget.take(
      scope,
      limits.map(({ kind, name, limit, periodMs }) => {
        const month = kind === 'money' ? this.#month.name : '';
        return { name: `${name}${month}`, limit, periodMs, amount: 0 };
      }),
    );
    return limits.map((limit, at) => leftOf(limit, remaining[at]));
  }

  #allowance(limit: Limit, key: VirtualKey, asked: AskedFor): Required<Allowance> {
    const { kind, name, limit: most, periodMs } = limit;
    const { model, inputTokens, outputTokens } = asked;
    if (kind === 'requests') return { name, limit: most, periodMs, amount: 1 };
    if (kind === 'tokens') {
      const prompt = Math.ceil(inputTokens);
      if (prompt > most) throw tooLarge(key.name, prompt, textOf(limit));
      // An answer as long as allowed is rare: one that exceeds the limit is counted when it is there.
      const amount = Math.min(most, Math.ceil(inputTokens + outputTokens));
      return { name, limit: most, periodMs, amount };
    }
    const amount = this.#priceOf(model, inputTokens, outputTokens) * THOUSANDTHS;
    // Stores count no amount of any size: they would seem to be away, for all keys.
    if (amount > most) throw tooDear(key.name, key.moneyPerMonth ?? 0);
    return { name: `${name}${this.#month.name}`, limit: most, periodMs, amount };
  }

  #spent(kind: Limit['kind'], model: string, spent: Spent): number {
    const { inputTokens, outputTokens, money } = spent;
    if (kind === 'requests') return 1;
    if (kind === 'tokens') return Math.ceil(inputTokens + outputTokens);
    return (money ?? this.#priceOf(model, inputTokens, outputTokens)) * THOUSANDTHS;
  }

  #refusal(
    key: VirtualKey,
    limits: readonly Limit[],
    allowances: readonly Required<Allowance>[],
    { remaining, waitMs }: Grant,
  ): Error {
    const told = limitHeaders(limits.map((limit, at) => leftOf(limit, remaining[at])));
    const lacking = limits.filter((_, at) => (remaining[at] ?? 0) < (allowances[at]?.amount ?? 0));
    if (lacking.some(({ kind }) => kind === 'money')) {
      return moneySpent(key.name, key.moneyPerMonth ?? 0, this.#month.endsAt).with(told);
    }
    const [first] = lacking.length > 0 ? lacking : limits;
    if (first === undefined) return limitReached(key.name, '', waitMs).with(told);
    const at = limits.indexOf(first);
    const [left, wanted] = [remaining[at] ?? 0, allowances[at]?.amount ?? 0];
    const lack =
      first.kind === 'tokens' && left >= 1 && left < wanted ? { left, wanted } : undefined;
    return limitReached(key.name, textOf(first), waitMs, lack).with(told);
  }

  /** Budgets go with the name: a key that is replaced by a new one has no more by that. */
  #accountOf(key: VirtualKey): Account {
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const scope = hash('sha256', `virtual key ${key.name}`).slice(0, 32);
    const account = { scope, limits: limitsOf(key) };
    this.#accounts.set(key, account);
    return account;
  }
}

function limitsOf(key: VirtualKey): Limit[] {
  const money = key.moneyPerMonth;
  const of = (kind: Limit['kind'], span: string, limit: number | undefined, periodMs: number) =>
    limit === undefined ? [] : [{ kind, name: `${kind}-${span}`, limit, periodMs }];
  return [
    ...of('requests', 'minute', key.requestsPerMinute, MINUTE_MS),
    ...of('requests', 'day', key.requestsPerDay, DAY_MS),
    ...of('tokens', 'minute', key.tokensPerMinute, MINUTE_MS),
    ...of('tokens', 'day', key.tokensPerDay, DAY_MS),
    ...of('money', '', money === undefined ? money : money * THOUSANDTHS, MONTH_MS),
  ];
}

/** A limit as its caller is told of it; nothing is left where the store has not said. */
function leftOf({ kind, limit, periodMs }: Limit, remaining = 0): CallerLimit {
  const per = periodMs === MINUTE_MS ? 'minute' : periodMs === DAY_MS ? 'day' : 'month';
  const unit = kind === 'money' ? THOUSANDTHS : 1;
  const left = Math.min(limit, Math.max(0, remaining));
  return { of: kind, per, limit: limit / unit, remaining: left / unit };
}

/** As in `60 requests per minute`. */
const textOf = ({ name, limit }: Limit): string =>
  `${limit} ${name.replace(limit === 1 ? 's-' : '-', ' per ')}`;

/** A store that is away takes what it is not told for spent. */
async function ignoringLoss(telling: Promise<void> | undefined): Promise<void> {
  try {
    await telling;
  } catch {
    // The safe side; nobody waits for it.
  }
}
