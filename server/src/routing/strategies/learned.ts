import { normal } from '../../base/normal.ts';
import {
  type Candidates,
  greatest,
  type Outcome,
  type Question,
  type Strategy,
} from '../strategy.ts';
import { SmoothRoundRobin } from './roundRobin.ts';

/** All that was learnt counts for so much less with each outcome: what is 60 outcomes old counts for a twentieth, so that another best one is found by then. */
const DISCOUNT = 0.95;
/** Rewards fall to 1/e at this time to the first word, in milliseconds. */
const TARGET_MS = { completion: 500, action: 2_000 } as const;
/** The reward that is assumed of a candidate counts as much as so many outcomes; nothing is known of any at first. */
const PRIOR_MASS = 1;
const UNKNOWN_REWARD = 0.5;
/** Least variance of a reward: two answers that took equally long do not prove that the third will. */
const LEAST_VARIANCE = 0.004;
/** Those that are worth nearly as much as the best one take turns with it. */
const EQUAL_SHARE = 0.9;
/** How often the one is asked that has not been asked for longest, where nobody waits for the answer. */
const EXPLORED_SHARE = 0.05;
/** Prompts of other sizes are answered at other speeds: up to so many tokens. */
const SIZES = [500, 2_000, Number.POSITIVE_INFINITY];

/** A candidate's outcomes in one context, discounted up to a round. */
interface Arm {
  readonly mass: number;
  readonly sum: number;
  readonly squares: number;
  readonly round: number;
}

interface Context {
  round: number;
  readonly arms: Map<string, Arm>;
}

/**
 * Discounted Thompson sampling (Raj, Kalyani 2017) for each task and size of prompt: a reward is success, discounted by the time to the
 * first word; each candidate is worth what a draw from its rewards says, and less the busier it is. Those that are about as good take turns, by weight.
 */
export function learned(random: () => number): Strategy {
  const contexts = new Map<string, Context>();
  const turns = new SmoothRoundRobin();
  const contextOf = ({ task, tokens }: Pick<Question, 'task' | 'tokens'>): Context => {
    const name = `${task} ${SIZES.findIndex((most) => tokens <= most)}`;
    const known = contexts.get(name);
    if (known !== undefined) return known;
    const context: Context = { round: 0, arms: new Map() };
    contexts.set(name, context);
    return context;
  };
  return {
    choose: (candidates, question) => {
      const { round, arms } = contextOf(question);
      if (question.mayExplore && random() < EXPLORED_SHARE) {
        return greatest(candidates, random, ({ name }) => round - (arms.get(name)?.round ?? -1));
      }
      const assumed = bestOf(candidates, arms);
      const worths = candidates.map(({ name, inFlight, slots }) => {
        const arm = arms.get(name) ?? NOTHING;
        // Where somebody waits, nobody is tried again of whom anything is known.
        const isTried = question.mayExplore || arm.mass === 0;
        const { mean, deviation } = belief(arm, round, isTried ? assumed : arm.sum / arm.mass);
        const load = 1 + inFlight / slots;
        const drawn = question.mayExplore ? mean + deviation * normal(random) : mean;
        return { name, mean: mean / load, drawn: drawn / load };
      });
      const chosen = greatest(candidates, random, ({ name }) => find(worths, name).drawn);
      const least = EQUAL_SHARE * Math.max(...worths.map(({ mean }) => mean));
      const [first, ...more] = candidates.filter(({ name }) => find(worths, name).mean >= least);
      // Whom chance has drawn though others are better is tried; else those that are about as good take turns.
      if (first === undefined || find(worths, chosen.name).mean < least) return chosen;
      return turns.choose([first, ...more], ({ weight }) => weight);
    },
    heard: (outcome) => {
      const context = contextOf(outcome);
      const { mass, sum, squares, round } = context.arms.get(outcome.name) ?? NOTHING;
      const reward = rewardOf(outcome);
      context.round++;
      const left = DISCOUNT ** (context.round - round);
      context.arms.set(outcome.name, {
        mass: mass * left + 1,
        sum: sum * left + reward,
        squares: squares * left + reward ** 2,
        round: context.round,
      });
    },
  };
}

const rewardOf = ({ task, isOk, ms }: Outcome): number =>
  isOk ? Math.exp(-ms / TARGET_MS[task]) : 0;

const NOTHING: Arm = { mass: 0, sum: 0, squares: 0, round: 0 };

/** The best mean reward of those of which something is known: what is assumed of the others, so that each of them is tried. */
function bestOf(candidates: Candidates, arms: ReadonlyMap<string, Arm>): number {
  let best = 0;
  for (const { name } of candidates) {
    const arm = arms.get(name);
    if (arm !== undefined) best = Math.max(best, arm.sum / arm.mass);
  }
  return best === 0 ? UNKNOWN_REWARD : best;
}

/** The reward that an arm brings at a round, and how sure that is; what is assumed counts more the longer ago the arm was heard. */
function belief(arm: Arm, round: number, assumed: number): { mean: number; deviation: number } {
  const mass = arm.mass * DISCOUNT ** (round - arm.round);
  const own = arm.mass === 0 ? 0 : arm.sum / arm.mass;
  const mean = (mass * own + PRIOR_MASS * assumed) / (mass + PRIOR_MASS);
  const spread = arm.mass === 0 ? 0 : Math.max(0, arm.squares / arm.mass - own ** 2);
  return { mean, deviation: Math.sqrt((spread + LEAST_VARIANCE) / (mass + PRIOR_MASS)) };
}

function find<Kind extends { readonly name: string }>(all: readonly Kind[], name: string): Kind {
  return all.find((each) => each.name === name) as Kind;
}
