import { hasDots } from '../../domain/elisions.ts';
import type { Generation } from '../../domain/generation.ts';
import { fencesIn } from './fences.ts';
import { hidesMore } from './hidden.ts';
import { isOfOtherLanguage } from './otherLanguage.ts';
import type { Refusal } from './reading.ts';
import { isDeclined, isSentence } from './sentences.ts';
import { spoken } from './spoken.ts';

/** Longest file that is taken, in UTF-16 units. */
const MAX_FILE = 200_000;

type Answer = Pick<Generation, 'text' | 'ending' | 'fault' | 'withheld'>;

const FENCE = /^\s*(?:`{3,}|~{3,})/;

/** The lines of a whole file out of a model's answer, or why there are none. */
export function readFile(answer: Answer, languageId: string): readonly string[] | Refusal {
  const { text, ending, fault, withheld } = answer;
  if (withheld !== undefined) return 'credential';
  if (ending === 'length' || fault !== undefined || text.length > MAX_FILE) return 'cut';
  const said = spoken(text, '', languageId);
  if (said === undefined) return 'cut';
  if (said.trim() === '') return 'empty';
  const { pieces, isAny, isOpen } = fencesIn(said);
  if (isOpen) return 'cut';
  if (!isAny) return isDeclined(said) ? 'declined' : 'noCode';
  // Of several the longest is the file; others quote what is tested, or say how it is run.
  const plain = pieces.filter((piece) => !piece.lines.some((line) => FENCE.test(line)));
  const [file] = (plain.length > 0 ? plain : pieces).toSorted(
    (one, other) => other.lines.length - one.lines.length,
  );
  if (file === undefined || file.lines.every((line) => line.trim() === '')) return 'empty';
  const { lines, info } = file;
  if (isOfOtherLanguage(info, languageId)) return 'otherLanguage';
  if (hidesMore(lines.join('\n'), '', languageId)) return 'hidden';
  if (lines.some(hasDots)) return 'elided';
  return lines.every((line) => line.trim() === '' || isSentence(line, languageId))
    ? 'noCode'
    : lines;
}
