import { hasDots } from '../../domain/elisions.ts';
import type { Generation } from '../../domain/generation.ts';
import { isDifference } from './differences.ts';
import { curlyIn } from './faults.ts';
import { fencesIn } from './fences.ts';
import { endsAsFile } from './fileEnd.ts';
import { hidesMore } from './hidden.ts';
import { overlap } from './likeness.ts';
import { solid, trimBlankLines } from './line.ts';
import { withoutNotes } from './notes.ts';
import { isOfOtherLanguage } from './otherLanguage.ts';
import type { Refusal } from './reading.ts';
import { isDeclined, isSentence } from './sentences.ts';
import { spoken } from './spoken.ts';
import { isClosedAs } from './structure.ts';
import { isBrokenJson, textsInJson, withoutOurTags, withoutTags } from './wrappers.ts';

/** Longest file that is taken, in UTF-16 units. */
const MAX_FILE = 200_000;
/** Share of the lines that stand in the document, from which on a piece of an answer quotes it. */
const QUOTED = 0.8;

type Answer = Pick<Generation, 'text' | 'ending' | 'fault' | 'withheld'>;

/** The document beside which a new file is made. */
interface Beside {
  readonly languageId: string;
  readonly lines: readonly string[];
}

const FENCE = /^\s*(?:`{3,}|~{3,})/;

/** The lines of a whole file out of a model's answer, or why there are none. */
export function readFile(
  answer: Answer,
  { languageId, lines }: Beside,
): readonly string[] | Refusal {
  const { text, ending, fault, withheld } = answer;
  if (withheld !== undefined) return 'credential';
  if (ending === 'length' || fault !== undefined || text.length > MAX_FILE) return 'cut';
  const said = spoken(text, '', languageId);
  if (said === undefined) return 'cut';
  if (said.trim() === '') return 'empty';
  const { pieces, isAny, isOpen } = fencesIn(said);
  if (isOpen) return 'cut';
  if (!isAny) return isDeclined(said) ? 'declined' : 'noCode';
  const known = new Set(solid(lines).map((line) => line.text));
  const isQuote = (piece: readonly string[]): boolean => {
    const own = solid(piece);
    return own.filter((line) => known.has(line.text)).length >= QUOTED * own.length;
  };
  const plain = pieces.filter((piece) => !piece.lines.some((line) => FENCE.test(line)));
  const whole = (plain.length > 0 ? plain : pieces).map(({ lines: inner, info }) => ({
    info: isJson(languageId) ? info : infoWithoutJson(info),
    lines: withoutNotes(unwrapped(inner, languageId), [], languageId),
  }));
  // Of several the longest is the file; others quote what is tested, or say how it is run.
  const fresh = whole.filter((piece) => !isQuote(piece.lines));
  const [file, next] = (fresh.length > 0 ? fresh : whole).toSorted(
    (one, other) => other.lines.length - one.lines.length,
  );
  if (file === undefined || file.lines.length === 0) return 'empty';
  if (next !== undefined && isOtherPart(next, file)) return 'cut';
  return faultOf(file.lines, file.info, languageId) ?? file.lines;
}

interface Piece {
  readonly info: string;
  readonly lines: readonly string[];
}

/** Least share of a file from which on another piece is a part of it, not a remark. */
const PART = 0.4;

/** True for a piece that may be the other part of a file, of which the answer came in several. */
const isOtherPart = (next: Piece, file: Piece): boolean =>
  next.info === file.info &&
  next.lines.length >= PART * file.lines.length &&
  overlap(solid(next.lines), solid(file.lines)) < PART;

const isJson = (languageId: string): boolean => languageId.startsWith('json');

/** JSON is a wrapper around a file of another language. */
const infoWithoutJson = (info: string): string => (/^json\b/i.test(info) ? '' : info);

/** Lines without blank ones, our tags, and JSON around them. */
function unwrapped(lines: readonly string[], languageId: string): string[] {
  const bare = withoutTags(withoutOurTags(withoutTags(lines, []), []), []);
  const texts = isJson(languageId) ? [] : textsInJson(bare.join('\n'));
  const longest = texts.toSorted((one, other) => other.length - one.length)[0];
  return trimBlankLines(longest === undefined ? bare : longest.split('\n'));
}

function faultOf(lines: readonly string[], info: string, languageId: string): Refusal | undefined {
  if (/^(?:diff|patch|udiff)\b/i.test(info)) return 'difference';
  if (isOfOtherLanguage(info, languageId)) return 'otherLanguage';
  if (hidesMore(lines.join('\n'), '', languageId)) return 'hidden';
  if (isDifference(lines, [], languageId)) return 'difference';
  if (lines.some(hasDots)) return 'elided';
  if (lines.every((line) => line.trim() === '' || isSentence(line, languageId))) return 'noCode';
  if (isBrokenJson(lines, []) && !isJson(languageId)) return 'cut';
  if (curlyIn(lines, languageId) > 0) return 'noCode';
  return isClosedAs(lines, [], languageId) && endsAsFile(lines, languageId) ? undefined : 'cut';
}
