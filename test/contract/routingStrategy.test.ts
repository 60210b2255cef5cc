import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { ROUTING_STRATEGIES } from '../../server/src/domain/routingStrategy.ts';
import { STRATEGIES } from '../../server/src/routing/strategies/index.ts';
import type { Candidate, Candidates, Question } from '../../server/src/routing/strategy.ts';
import { seededRandom } from '../../tools/random.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';

const question: Question = { task: 'completion', tokens: 100, mayExplore: true };
const candidate = (name: string, changes: Partial<Candidate> = {}): Candidate => ({
  name,
  weight: 1,
  inFlight: 0,
  slots: 4,
  budget: 1,
  ...changes,
});

/** Each may be asked to choose by anybody, at any time, among any candidates. */
for (const name of ROUTING_STRATEGIES) {
  describe(`the strategy ${name}`, () => {
    const begin = (seed = 1) => {
      const clock = new FakeClock();
      return { clock, strategy: STRATEGIES[name]({ clock, random: seededRandom(seed) }) };
    };

    it('chooses one of the candidates, whatever they are and whatever was heard before', async () => {
      const anyCandidate = fc.record({
        name: fc.constantFrom<string>('a', 'b', 'c', 'd'),
        weight: fc.double({ min: 0.001, max: 1_000, noNaN: true }),
        inFlight: fc.nat(100),
        slots: fc.integer({ min: 1, max: 32 }),
        budget: fc.double({ min: 0, max: 1, noNaN: true }),
      });
      const candidates = fc.uniqueArray(anyCandidate, {
        selector: (each) => each.name,
        minLength: 1,
        maxLength: 4,
      });
      const outcome = fc.record({
        name: fc.constantFrom('a', 'b', 'c', 'd'),
        isOk: fc.boolean(),
        ms: fc.double({ min: 0, max: 1e6, noNaN: true }),
      });
      const steps = fc.array(fc.tuple(candidates, fc.option(outcome), fc.nat(400_000)), {
        maxLength: 12,
      });
      await fc.assert(
        fc.asyncProperty(steps, async (all) => {
          const { clock, strategy } = begin();
          for (const [choices, heard, ms] of all) {
            const [first, ...more]: readonly Candidate[] = choices;
            if (first === undefined) continue;
            assert.ok(choices.includes(strategy.choose([first, ...more], question)));
            if (heard !== null) strategy.heard({ ...heard, task: 'completion', tokens: 100 });
            await clock.pass(ms);
          }
        }),
        { numRuns: 40 },
      );
    });

    it('gives each some of the requests while nothing is known of any', () => {
      const { strategy } = begin();
      const counts = new Map<string, number>();
      const inFlight = new Map<string, number>();
      for (let time = 0; time < 300; time++) {
        const of = (each: string) =>
          candidate(each, { inFlight: inFlight.get(each) ?? 0, slots: 1_000 });
        const chosen = strategy.choose([of('a'), of('b'), of('c')], question).name;
        counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
        inFlight.set(chosen, (inFlight.get(chosen) ?? 0) + 1);
      }
      for (const each of ['a', 'b', 'c']) assert.ok((counts.get(each) ?? 0) >= 50, each);
    });

    it('asks one of greater weight more often', () => {
      const { strategy } = begin();
      const inFlight = new Map<string, number>();
      const candidates = (): Candidates => [
        candidate('a', { weight: 4, inFlight: inFlight.get('a') ?? 0, slots: 1_000_000 }),
        candidate('b', { inFlight: inFlight.get('b') ?? 0, slots: 1_000_000 }),
      ];
      for (let time = 0; time < 300; time++) {
        const chosen = strategy.choose(candidates(), question).name;
        inFlight.set(chosen, (inFlight.get(chosen) ?? 0) + 1);
      }
      assert.ok((inFlight.get('a') ?? 0) > 2 * (inFlight.get('b') ?? 0));
    });
  });
}
