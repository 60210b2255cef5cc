import type { AnswerTarget, Reading } from '../../server/src/actions/answer/reading.ts';
import type { RecordedAnswer } from '../../tools/field/edits/recorded.ts';

/** The end of an answer: `wrong` is a document that differs from the true one. */
export type Outcome = 'right' | 'refused' | 'wrong';

type Read = (
  answer: { readonly text: string; readonly ending: 'stop' | 'length' },
  place: AnswerTarget,
) => Reading;

/** Reads a recorded answer, and compares the document with the true one. */
export function judged(each: RecordedAnswer, read: Read): { outcome: Outcome; why: string } {
  const lines = [...each.above, ...each.block, ...each.below];
  const first = each.above.length;
  const place = {
    languageId: each.languageId,
    lines,
    block: { first, last: first + each.block.length - 1 },
    diagnosticLines: [first + each.line],
  };
  const reading = read({ text: each.answer, ending: each.ending }, place);
  if (reading.kind === 'refused') return { outcome: 'refused', why: reading.why };
  if (reading.kind === 'unchanged') return { outcome: 'refused', why: 'unchanged' };
  const out = [...lines];
  for (const { first: from, end, lines: now } of reading.edits.toReversed()) {
    out.splice(from, end - from, ...now);
  }
  const right = [...each.above, ...(each.truth ?? []), ...each.below];
  const isRight = each.truth !== undefined && out.join('\n') === right.join('\n');
  return { outcome: isRight ? 'right' : 'wrong', why: reading.isSure ? 'sure' : 'unsure' };
}
