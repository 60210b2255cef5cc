import { declaredNames } from '../../documents/declaredName.ts';
import { MIN_LIKENESS } from './alignment.ts';
import { type Draft, keptShare } from './draft.ts';
import { likeness, traitsOf } from './likeness.ts';
import { indentOf, isBlank, normal, solid } from './line.ts';
import { scan } from './scan.ts';
import { wordsKept, wordsOf } from './words.ts';

/** Lines that an answer may put above the line that names the block: a decorator, a comment. */
const MAX_ABOVE = 6;
/** Lines of documentation that an answer may put above what it declares. */
const MAX_COMMENT = 40;
/** Least share of a block of which another name, or another beginning, may be said. */
const RENAMED_KEPT = 0.5;
const MANY_WORDS_KEPT = 0.6;

/** Whether an answer declares what the block does, or something that nobody else in the document does. */
export function nameOf(draft: Draft): 'same' | 'unsure' | 'other' {
  const { block, answer, document, first, languageId, pairs } = draft;
  const [ours, theirs] = [namesIn(block, languageId), namesIn(answer, languageId)];
  const header = ours.find(({ line }) => line <= MAX_ABOVE);
  const own = header?.name;
  const said = theirs.find(({ line }) => line <= MAX_ABOVE + MAX_COMMENT);
  const around = [...document.slice(0, first), '', ...document.slice(first + block.length)];
  if (own === undefined) {
    const isAtTop = pairs[0]?.old === 0 && pairs[0].now <= MAX_ABOVE;
    return isAtTop || wordsKept(block, answer) >= MANY_WORDS_KEPT ? 'unsure' : 'other';
  }
  const count = (names: readonly Named[]) => names.filter(({ name }) => name === own).length;
  // Twice: the old one and the new one, or the same again.
  if (count(theirs) > Math.max(1, count(ours))) return 'other';
  if (holdsNeighbour(draft, around) || holdsEnd(draft, around)) return 'other';
  if (losesTop(draft, header?.line ?? 0, said?.line ?? 0)) return 'other';
  if (said?.name === own) return 'same';
  // Something around the block that is not in the document.
  if (count(theirs) > 0) return 'other';
  // Without its header it is cut, whatever else of it is there.
  if (said === undefined && (pairs[0]?.old !== 0 || !wordsIn(answer, languageId).includes(own)))
    return 'other';
  const isKnown = namesIn(around, languageId).some(({ name }) => name === said?.name);
  return !isKnown && keptShare(draft) >= RENAMED_KEPT ? 'unsure' : 'other';
}

interface Named {
  readonly name: string;
  readonly line: number;
}

/** The names that lines declare, outside of comments and strings. */
const namesIn = (lines: readonly string[], languageId: string): Named[] =>
  declaredNames(scan(lines, languageId).map(({ code, isComment }) => (isComment ? '' : code)));

const wordsIn = (lines: readonly string[], languageId: string): string[] =>
  wordsOf(scan(lines, languageId).map(({ code }) => code));

/** True if an answer declares again, word by word, what stands elsewhere in the document and not in the block. */
function holdsNeighbour({ answer, block, languageId }: Draft, around: readonly string[]): boolean {
  const known = new Set(block.map(normal));
  const others = new Set(around.filter((line) => !isBlank(line)).map(normal));
  const depth = indentOf(answer.find((line) => !isBlank(line)) ?? '').length;
  return namesIn(answer, languageId).some(({ line }) => {
    const text = answer[line] ?? '';
    const isOther = !known.has(normal(text)) && others.has(normal(text));
    return isOther && indentOf(text).length <= depth && !/;\s*$/.test(text);
  });
}

/** Lines at an end of the document that nobody writes by chance. */
const MIN_SAME = 2;
const CLOSER = /^(?:[}\])]+[;,]?|end|fi|done|esac)$/;

/** True if an answer ends with the last lines of the document, or begins with the first ones: it holds more of it than the block. */
function holdsEnd({ answer, block }: Draft, around: readonly string[]): boolean {
  const textsOf = (lines: readonly string[]) => solid(lines).map(({ text }) => text);
  const [now, before, whole] = [textsOf(answer), textsOf(block), textsOf(around)];
  const begins = (texts: readonly string[], all: readonly string[], own: readonly string[]) => {
    const count = Math.max(MIN_SAME, all.findIndex((text) => !CLOSER.test(text)) + 1);
    const end = all.slice(0, count).join('\n');
    return texts.slice(0, count).join('\n') === end && own.slice(0, count).join('\n') !== end;
  };
  return (
    begins(now, whole, before) || begins(now.toReversed(), whole.toReversed(), before.toReversed())
  );
}

/** True if code that stands above the block's header, as an attribute or a decorator does, is not above the answer's. */
function losesTop({ block, answer, languageId }: Draft, header: number, said: number): boolean {
  const above = (lines: readonly string[], end: number) =>
    scan(lines, languageId).flatMap(({ isComment }, index) =>
      isComment || index >= end ? [] : [traitsOf(normal(lines[index] ?? ''))],
    );
  const kept = above(answer, said);
  return above(block, header).some((line) =>
    kept.every((other) => likeness(line, other) < MIN_LIKENESS),
  );
}
