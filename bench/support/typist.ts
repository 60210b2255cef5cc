import { tokenizeLine } from '../../server/src/workspace/tokens/tokenizer.ts';
import { seededRandom } from '../../tools/random.ts';
import type { SourceFile } from '../../tools/sources.ts';

/** Lines typed into each file. */
const LINES = 30;
/** Shorter suggestions are typed faster than taken. */
const MIN_TAKEN = 4;

/** The results of a typist's session. */
export interface Session {
  keystrokes: number;
  /** Keystrokes at which a suggestion stood; of these, how often its first token and all of it were right. */
  visible: number;
  visibleFirstRight: number;
  visibleWholeRight: number;
  /** Suggestions that newly appeared, likewise. */
  shows: number;
  firstRight: number;
  wholeRight: number;
  characters: number;
  landed: number;
  readonly queryMs: number[];
}

export const emptySession = (): Session => ({
  keystrokes: 0,
  visible: 0,
  visibleFirstRight: 0,
  visibleWholeRight: 0,
  shows: 0,
  firstRight: 0,
  wholeRight: 0,
  characters: 0,
  landed: 0,
  queryMs: [],
});

/** Asks for what may follow between the text before and the text after the cursor. */
export type Suggest = (uri: string, prefix: string, suffix: string) => string | undefined;

/**
 * Types lines of a file that is otherwise there, character by character. A suggestion stays while it
 * is typed into, and grows where more has become likely, which counts as a new one. At each keystroke with a wholly right one of at least four characters in view the
 * typist takes it with probability `acceptRate`; another `seed` takes others.
 */
export function typeInto(
  { path, text }: SourceFile,
  suggest: Suggest,
  acceptRate: number,
  session: Session,
  seed = 0,
): void {
  const { start, end } = region(text, LINES, seededRandom(text.length));
  const random = seededRandom(text.length + 7_919 * seed);
  const suffix = text.slice(end);
  let standing = '';
  session.characters += end - start;
  for (let at = start; at < end; ) {
    const truth = text.slice(at, end);
    standing = ask(path, text.slice(0, at), suffix, truth, { suggest, standing, session });
    if (standing !== '') {
      session.visible++;
      if (truth.startsWith(standing)) session.visibleWholeRight++;
      if (isFirstTokenRight(standing, truth)) session.visibleFirstRight++;
    }
    const isRight = standing.length >= MIN_TAKEN && truth.startsWith(standing);
    if (isRight && random() < acceptRate) {
      session.landed += standing.length;
      at += standing.length;
      standing = '';
      continue;
    }
    session.keystrokes++;
    standing = standing[0] === text[at] ? standing.slice(1) : '';
    at++;
  }
}

/** Returns the suggestion after a question: the one before, more of it, or a new one if there was none. */
function ask(
  path: string,
  prefix: string,
  suffix: string,
  truth: string,
  { suggest, standing, session }: { suggest: Suggest; standing: string; session: Session },
): string {
  const begin = performance.now();
  const suggestion = suggest(path, prefix, suffix) ?? '';
  session.queryMs.push(performance.now() - begin);
  if (suggestion.length <= standing.length || !suggestion.startsWith(standing)) return standing;
  session.shows++;
  if (truth.startsWith(suggestion)) session.wholeRight++;
  if (isFirstTokenRight(suggestion, truth)) session.firstRight++;
  return suggestion;
}

/** Whether the first token of a suggestion is the whole of what is truly next. */
function isFirstTokenRight(suggestion: string, truth: string): boolean {
  const firstOf = (text: string): string => {
    const space = /^\s*/.exec(text)?.[0] ?? '';
    const [line = ''] = text.slice(space.length).split('\n', 1);
    return space + (tokenizeLine(line)[0]?.text ?? '');
  };
  return firstOf(suggestion) === firstOf(truth);
}

/** Whole lines, somewhere behind the first fifth of a file. */
function region(text: string, count: number, random: () => number): { start: number; end: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const earliest = Math.floor(starts.length / 5);
  const latest = Math.max(earliest, starts.length - count - 1);
  const first = earliest + Math.floor(random() * (latest - earliest));
  return { start: starts[first] ?? 0, end: starts[first + count] ?? text.length };
}
