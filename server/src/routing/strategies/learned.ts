import {
  type Candidate,
  greatest,
  type Outcome,
  type Question,
  type Strategy,
} from '../strategy.ts';

/** All that was learnt counts for so much less with each outcome: what is 60 outcomes old counts for a twentieth, so that another best one is found by then. */
const DISCOUNT = 0.95;
/** Rewards fall to 1/e at this time to the first word, in milliseconds. */
const TARGET_MS = { completion: 500, action: 2_000 } as const;
/** The reward that is assumed of a candidate, which counts as much as so many outcomes. */
const PRIOR_MASS = 1;
const PRIOR_REWARD = 0.5;
/** Least variance of a reward: two answers that took equally long do not prove that the third will. */
const LEAST_VARIANCE = 0.004;
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
 * first word; each candidate is worth what a draw from its rewards says, and less the busier it is.
 */
export function learned(random: () => number): Strategy {
  const contexts = new Map<string, Context>();
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
      const worth = ({ name, inFlight, slots, weight }: Candidate) => {
        const arm = arms.get(name) ?? NOTHING;
        const drawn = drawOf(arm, round, question.mayExplore ? random : undefined);
        return (Math.max(0.001, drawn) * weight) / (1 + inFlight / slots);
      };
      return greatest(candidates, random, worth);
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

/** A reward that an arm may bring at a round: drawn by chance from what is known of it, or the mean without chance. */
function drawOf(arm: Arm, round: number, random: (() => number) | undefined): number {
  const mass = arm.mass * DISCOUNT ** (round - arm.round);
  const own = arm.mass === 0 ? 0 : arm.sum / arm.mass;
  const mean = (mass * own + PRIOR_MASS * PRIOR_REWARD) / (mass + PRIOR_MASS);
  if (random === undefined) return mean;
  const spread = arm.mass === 0 ? 0 : Math.max(0, arm.squares / arm.mass - own ** 2);
  return mean + Math.sqrt((spread + LEAST_VARIANCE) / (mass + PRIOR_MASS)) * normal(random);
}

/** Box and Muller 1958. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
