import type { FixAllOutcome } from '../actions/fixAll/fixAllOutcome.ts';
import type { Left } from '../actions/fixAll/piece.ts';
import { EndpointError } from '../domain/endpointError.ts';
import { endpointProblem } from '../protocol/endpointProblem.ts';
import type { FixAllResult } from '../protocol/fixAllMessages.ts';
import { harmless, MAX_ID, type PlainText, plain } from '../protocol/plainText.ts';
import { reasonOf } from './actionTexts.ts';

/** Most reasons that one message names. */
const MOST_TOLD = 4;
const MAX_SUMMARY = 2_000;

export const fixAllTexts = {
  title: plain`Fix all problems with Aurelis`,
  notTrusted: plain`Aurelis could not fix this: this folder is not trusted, so no model is asked. Trust it with “Workspaces: Manage Workspace Trust”, then try again.`,
  off: plain`Aurelis could not fix this: Aurelis is turned off. Turn it on with “Aurelis: Enable”, then try again.`,
  noModel: plain`Aurelis could not fix this: no model is set up for code actions. Add one to \`aurelis.endpoints\`, then try again.`,
  isAsking: plain`Aurelis is fixing other problems. Wait until that is done, or cancel it, then try again.`,
  review: plain`Aurelis: review the fixes, select those that you want, or whole files, then choose Apply.`,
  reviewSelected: plain`Aurelis: review the fixes in the Refactor Preview. Those that may not belong exactly there are not selected. Then choose Apply.`,
} as const;

/** The reasons for which problems are left, and how many each, in the order in which they came up. */
export function leftBy(left: FixAllOutcome['left']): FixAllResult['left'] {
  const counts = new Map<string, number>();
  for (const { why, count } of left) {
    const reason = leftText(why);
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

/** All that came of a run, for its user. */
export function summary(fixed: number, all: number, left: FixAllResult['left']): PlainText {
  const told = left.slice(0, MOST_TOLD).map(({ reason, count }) => ` ${count} left: ${reason}.`);
  const others = left.slice(MOST_TOLD).reduce((sum, { count }) => sum + count, 0);
  const more = others === 0 ? '' : ` ${others} left for other reasons.`;
  return harmless(
    `Aurelis: ${fixed} of ${problems(all)} fixed.${told.join('')}${more}`,
    MAX_SUMMARY,
  );
}

export const cancelled = (done: number, all: number): PlainText =>
  plain`Aurelis: cancelled after ${done} of ${problems(all)}. Resume?`;

export const notApplied = (count: number): PlainText =>
  count === 1
    ? plain`Aurelis: the fix was not applied.`
    : plain`Aurelis: the ${count} fixes were not applied.`;

const problems = (count: number): string => (count === 1 ? '1 problem' : `${count} problems`);

/** Why problems are left, as the rest of a sentence. Nothing that a model or a server said is in it. */
function leftText(why: Left): string {
  if (why instanceof EndpointError) return failureReason(why);
  return REASONS[why as keyof typeof REASONS] ?? reasonOf(why as Parameters<typeof reasonOf>[0]);
}

function failureReason({ kind, endpointId, status }: EndpointError): string {
  if (kind === 'noEndpoint') return 'no model is available now';
  const id = harmless(endpointId, MAX_ID);
  if (kind === 'tooLong') return `the code is longer than \`limits.inputTokens\` of "${id}" allows`;
  const code = status === undefined ? '' : ` (HTTP ${status})`;
  return `the endpoint "${id}" ${endpointProblem(kind)}${code}`;
}

const REASONS = {
  closed: 'the file is not open in the editor',
  excluded: 'the file is excluded',
  changed: 'the code was edited meanwhile',
  unchanged: 'the model proposes no change',
  tooMany: 'there are too many to fix at once',
  leftOut: 'you did not select the fix',
  unasked: 'no model was asked yet',
  defect: 'Aurelis made an error, and its log says where',
} as const;
