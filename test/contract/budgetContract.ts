import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Allowance, Grant, SharedBudget } from '../../server/src/limits/sharedBudget.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';

export interface BudgetUnderTest {
  /** A new one with nothing spent, by that clock. */
  readonly create: (clock: FakeClock) => SharedBudget | Promise<SharedBudget>;
  readonly runs?: number;
}

const MINUTE = { name: 'minute', limit: 2, periodMs: 60_000 };
const TOKENS = { name: 'tokens', limit: 1_000, periodMs: 60_000 };
const MONEY = { name: 'money', limit: 0.5, periodMs: 30 * 86_400_000 };

const withAmounts = (...amounts: readonly [number, number, number]): readonly Allowance[] =>
  [MINUTE, TOKENS, MONEY].map((each, index) => ({ ...each, amount: amounts[index] ?? 0 }));

/** Defines the tests of the contract that every shared budget keeps. */
export function budgetContract(name: string, { create, runs = 40 }: BudgetUnderTest): void {
  describe(`budget: ${name}`, () => {
    let clock: FakeClock;
    let budget: SharedBudget;
    const take = async (allowances: readonly Allowance[]): Promise<Grant> =>
      budget.take('a', allowances);
    beforeEach(async () => {
      clock = new FakeClock();
      budget = await create(clock);
    });

    it('takes one where no amount is named', async () => {
      assert.deepEqual((await take([MINUTE])).remaining, [1]);
      assert.deepEqual((await take([MINUTE])).remaining, [0]);
      const refused = await take([MINUTE]);
      assert.ok(refused.waitMs > 60_000 && refused.waitMs < 61_000, String(refused.waitMs));
      assert.deepEqual([refused.giveBack, refused.correct], [undefined, undefined]);
      assert.equal((await budget.take('b', [MINUTE])).waitMs, 0);
    });

    it('takes all of the amounts, or nothing', async () => {
      assert.deepEqual((await take(withAmounts(1, 700, 0.2))).remaining, [1, 300, 0.3]);
      assert.ok((await take(withAmounts(1, 301, 0.1))).waitMs > 0);
      assert.ok((await take(withAmounts(1, 1, 0.300001))).waitMs > 0);
      assert.deepEqual((await take(withAmounts(1, 300, 0.3))).remaining, [0, 0, 0]);
    });

    it('counts fractions exactly', async () => {
      for (let index = 0; index < 10; index++) await take([{ ...MONEY, amount: 0.01 }]);
      assert.deepEqual((await take([{ ...MONEY, amount: 0.4 }])).remaining, [0]);
      assert.ok((await take([{ ...MONEY, amount: 0.000001 }])).waitMs > 0);
      assert.equal((await take([{ ...MONEY, amount: 0.0000004 }])).waitMs, 0);
    });

    it('never grants more than the limit at once', async () => {
      const { waitMs } = await take([{ ...TOKENS, amount: 1_001 }]);
      assert.equal(waitMs, 60_000);
      assert.deepEqual((await take([{ ...TOKENS, amount: 0 }])).remaining, [1_000]);
    });

    it('refuses amounts that nobody can spend', async () => {
      for (const amount of [Number.NaN, -1, Number.POSITIVE_INFINITY, 1e10]) {
        await assert.rejects(take([MINUTE, { ...TOKENS, amount }]), RangeError);
      }
      assert.deepEqual((await take([MINUTE])).remaining, [1]);
    });

    it('is corrected upwards and downwards, and back to nothing', async () => {
      const grant = await take(withAmounts(1, 600, 0.2));
      await grant.correct?.([0, -200.5, 0.1]);
      assert.deepEqual((await take(withAmounts(0, 0, 0))).remaining, [1, 600.5, 0.2]);
      await grant.correct?.([0, 5_000, 0]);
      assert.deepEqual((await take([MONEY, { ...MINUTE, amount: 0 }])).waitMs > 0, true);
      assert.ok((await take([{ ...TOKENS, amount: 0 }])).waitMs > 0);
      await grant.giveBack?.();
      assert.deepEqual((await take(withAmounts(0, 0, 0))).remaining, [2, 1_000, 0.5]);
    });

    it('gives back no more than a grant holds', async () => {
      const other = await take(withAmounts(1, 300, 0.1));
      const grant = await take(withAmounts(1, 100, 0.1));
      await grant.correct?.([-5, -500, -5]);
      assert.deepEqual((await take(withAmounts(0, 0, 0))).remaining, [1, 700, 0.4]);
      for (let times = 0; times < 3; times++) await grant.giveBack?.();
      assert.deepEqual((await take(withAmounts(0, 0, 0))).remaining, [1, 700, 0.4]);
      await other.giveBack?.();
      assert.deepEqual((await take(withAmounts(0, 0, 0))).remaining, [2, 1_000, 0.5]);
    });

    it('counts a correction when its grant was made, and not once that is over', async () => {
      const grant = await take([{ ...TOKENS, amount: 100 }]);
      await clock.pass(40_000);
      await grant.correct?.([300]);
      assert.deepEqual((await take([{ ...TOKENS, amount: 0 }])).remaining, [600]);
      await clock.pass(21_000);
      assert.deepEqual((await take([{ ...TOKENS, amount: 0 }])).remaining, [1_000]);
      await grant.correct?.([300]);
      assert.deepEqual((await take([{ ...TOKENS, amount: 0 }])).remaining, [1_000]);
    });

    it('does what a model of it does, whatever is asked', async function () {
      this.timeout(120_000);
      let scopes = 0;
      const amounts = fc.array(fc.integer({ min: 0, max: 1_200_000 }), {
        minLength: 2,
        maxLength: 2,
      });
      const change = fc.array(fc.integer({ min: -900_000, max: 900_000 }), {
        minLength: 2,
        maxLength: 2,
      });
      const step = fc.oneof(
        { weight: 4, arbitrary: fc.record({ take: amounts }) },
        { weight: 2, arbitrary: fc.record({ correct: change, of: fc.nat(9) }) },
        { weight: 1, arbitrary: fc.record({ giveBack: fc.nat(9) }) },
        { weight: 3, arbitrary: fc.record({ pass: fc.integer({ min: 1, max: 50_000 }) }) },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          const scope = `model ${++scopes}`;
          const model = new Model(clock);
          const grants: Grant[] = [];
          for (const each of steps) {
            if ('pass' in each) await clock.pass(each.pass);
            else if ('take' in each) {
              const grant = await budget.take(scope, model.allowances(each.take));
              assert.deepEqual(
                { waitMs: grant.waitMs, remaining: grant.remaining },
                model.take(each.take),
              );
              if (grant.waitMs === 0) grants.push(grant);
            } else if ('correct' in each) {
              await grants[each.of]?.correct?.(each.correct.map((micros) => micros / 1e6));
              model.correct(each.of, each.correct);
            } else {
              await grants[each.giveBack]?.giveBack?.();
              model.correct(each.giveBack, [-1e15, -1e15]);
            }
          }
        }),
        { numRuns: runs },
      );
    });
  });
}

/** Two allowances, a short one and a long one, each grant kept by itself; amounts are millionths. */
class Model {
  readonly #clock: FakeClock;
  readonly #limits = [
    { name: 'short', limit: 2, periodMs: 24_000 },
    { name: 'long', limit: 3.25, periodMs: 240_000 },
  ] as const;
  readonly #grants: { readonly at: number; readonly amounts: number[] }[] = [];

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  allowances(amounts: readonly number[]): Allowance[] {
    return this.#limits.map((each, index) => ({ ...each, amount: (amounts[index] ?? 0) / 1e6 }));
  }

  take(amounts: readonly number[]): { waitMs: number; remaining: number[] } {
    const now = this.#clock.now();
    const left = this.#limits.map(({ limit }, index) => limit * 1e6 - this.#used(index, now));
    const waits = this.#limits.map((_, index) => this.#wait(index, amounts[index] ?? 0));
    const waitMs = Math.max(...waits);
    if (waitMs === 0) this.#grants.push({ at: now, amounts: [...amounts] });
    const taken = (index: number) => (waitMs === 0 ? (amounts[index] ?? 0) : 0);
    return { waitMs, remaining: left.map((each, index) => Math.max(0, each - taken(index)) / 1e6) };
  }

  correct(grant: number, changes: readonly number[]): void {
    const { amounts } = this.#grants[grant] ?? {};
    for (const [index, change] of changes.entries()) {
      if (amounts !== undefined) amounts[index] = Math.max(0, (amounts[index] ?? 0) + change);
    }
  }

  /** A grant counts as if made at the end of its slot, until half a second after the period. */
  #ends(index: number, at: number): number {
    const periodMs = this.#limits[index]?.periodMs ?? 0;
    const grain = periodMs / 240;
    return (Math.floor(at / grain) + 1) * grain + periodMs + 500;
  }

  #used(index: number, when: number): number {
    return this.#grants
      .filter(({ at }) => this.#counts(index, at, when))
      .reduce((sum, { amounts }) => sum + (amounts[index] ?? 0), 0);
  }

  /** It is looked at in whole slots: at the end of one it counts a last time. */
  #counts(index: number, at: number, when: number): boolean {
    const grain = (this.#limits[index]?.periodMs ?? 0) / 240;
    return Math.floor(at / grain) >= Math.floor((when - 240 * grain - 500) / grain);
  }

  #wait(index: number, amount: number): number {
    const now = this.#clock.now();
    const limit = (this.#limits[index]?.limit ?? 0) * 1e6;
    if (this.#used(index, now) + amount <= limit) return 0;
    const held = this.#grants
      .filter(({ at, amounts }) => this.#counts(index, at, now) && (amounts[index] ?? 0) > 0)
      .sort((one, other) => one.at - other.at);
    let missing = this.#used(index, now) + amount - limit;
    for (const { at, amounts } of held) {
      missing -= amounts[index] ?? 0;
      if (missing <= 0) return Math.max(1, Math.ceil(this.#ends(index, at) - now));
    }
    return this.#limits[index]?.periodMs ?? 0;
  }
}
