import type { ChoiceReason, LeftSlow } from './route.ts';
import { timeLeft } from './wording.ts';

/** Why an endpoint was asked: each goes on from "because". */
const REASONS: Readonly<Record<ChoiceReason, string>> = {
  only: 'no other could be asked',
  preferred: 'it comes first of those that could be asked',
  fit: 'its equals are slow, at their limits, or failed a moment ago',
  warm: 'it has read this file before',
  newPrompt: 'none has read this file yet, and it had least to do',
  room: 'it had most room',
  roundRobin: 'it was its turn',
  leastConnections: 'it had the fewest requests under way',
  weightedResponseTime: 'requests are shared by how soon each answers',
  loadBased: 'it had most of its limits left',
  learned: 'it has done as well as any so far',
  adaptive: 'it suited best',
  failover: 'another one failed',
  hedge: 'another one took too long',
};

/** Goes on from "because" for why an endpoint was asked. */
export const choiceText = (reason: ChoiceReason): string => REASONS[reason];

/** The tasks as surfaces name them. */
export const TASK_NAMES = { completion: 'suggestions', action: 'fixes' } as const;

/** The tasks for which an endpoint is left as slow, each with when it is asked again; `ageMs` after its snapshot. */
export const leftSlowTexts = (
  { leftSlow = [] }: { readonly leftSlow?: readonly LeftSlow[] },
  ageMs = 0,
): string[] =>
  leftSlow
    .filter(({ forMs }) => forMs > ageMs)
    .map(
      ({ task, forMs }) =>
        `left for ${TASK_NAMES[task]}: slower than its equals, asked again in ${timeLeft(forMs - ageMs)}`,
    );
