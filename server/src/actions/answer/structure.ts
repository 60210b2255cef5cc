import { indentOf, normal } from './line.ts';
import { type Scanned, scan } from './scan.ts';
import { syntaxOf } from './syntax.ts';

/** Words that open a block: as the first of a line, and anywhere in it. */
interface Opener {
  readonly words: ReadonlySet<string>;
  readonly anywhere: ReadonlySet<string>;
}

/** Languages whose blocks end with a word. */
const WITH_ENDS: ReadonlyMap<string, Opener> = new Map([
  ['ruby', opening('def class module if unless while until case begin for', 'do')],
  ['crystal', opening('def class module struct if unless while case begin', 'do')],
  ['lua', opening('if for while do', 'function')],
  ['julia', opening('function if for while struct module let try macro', 'do begin')],
  ['elixir', opening('', 'do fn')],
]);
/** Words after which a loop's `do` opens nothing of its own. */
const LOOPS = /^(?:for|while|until)\b/;
/** A function of one expression, which has no end. */
const ENDLESS = /^def [^;=]{1,200}\) = /;

function opening(first: string, anywhere: string) {
  const wordsOf = (text: string) => new Set(text.split(' ').filter((word) => word !== ''));
  return { words: wordsOf(first), anywhere: wordsOf(anywhere) };
}

/** True if a text leaves open what another leaves open: brackets of each kind, blocks that end with a word, or deeper lines. */
export function isClosedAs(
  one: readonly string[],
  other: readonly string[],
  languageId: string,
): boolean {
  const read = (lines: readonly string[]) => withoutPatterns(scan(lines, languageId), languageId);
  const [ours, theirs] = [read(one), read(other)];
  const opener: Opener | undefined = WITH_ENDS.get(languageId);
  const isSame = (count: (lines: readonly Scanned[]) => number) => count(ours) === count(theirs);
  return (
    ['()', '[]', '{}'].every(([open = '', close = '']) => isSame(netOf(open, close))) &&
    lowest(ours) >= lowest(theirs) &&
    (!isBroken(ours) || isBroken(theirs)) &&
    (opener === undefined || isSame(endsOf(opener))) &&
    (!syntaxOf(languageId).isIndented || isIndented(one, ours) || !isIndented(other, theirs)) &&
    (!syntaxOf(languageId).isIndented || returnsIn(ours) || !returnsIn(theirs))
  );
}

/** True if a string is left open in the last line. Apostrophes stand in words, too. */
const isBroken = (lines: readonly Scanned[]): boolean => lines.at(-1)?.openQuote === '"';

/** Longer lines are read as far. */
const MAX_LINE = 2_000;

/** True if the last line of an answer, which is another than the block's, breaks off: a bracket or a string is left open in it. */
export function breaksOff(
  answer: readonly string[],
  block: readonly string[],
  languageId: string,
): boolean {
  if (normal(answer.at(-1) ?? '') === normal(block.at(-1) ?? '')) return false;
  const read = (lines: readonly string[]) => {
    const short = lines.map((line) => line.slice(0, MAX_LINE));
    return withoutPatterns(scan(short, languageId), languageId);
  };
  const [ours, theirs] = [read(answer), read(block)];
  const opensMore = ['()', '[]', '{}'].some(([open = '', close = '']) => {
    const net = netOf(open, close);
    return net(ours) > Math.max(0, net(theirs));
  });
  return opensMore || (isBroken(ours) && !isBroken(theirs));
}

/** A pattern of a shell's `case` closes a bracket that it does not open. */
const withoutPatterns = (lines: readonly Scanned[], languageId: string): readonly Scanned[] =>
  languageId === 'shellscript'
    ? lines.map((line) => ({ ...line, code: line.code.replace(/^([^()]*)\)/, '$1') }))
    : lines;

const netOf = (open: string, close: string) => (lines: readonly Scanned[]) =>
  lines.reduce((sum, { code }) => sum + countOf(code, open) - countOf(code, close), 0);

/** The brackets that a text closes and has not opened, as a number below 0. */
function lowest(lines: readonly Scanned[]): number {
  let [depth, least] = [0, 0];
  for (const sign of lines.map(({ code }) => code).join('\n')) {
    if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign)) least = Math.min(least, --depth);
  }
  return least;
}

const countOf = (text: string, sign: string): number => text.split(sign).length - 1;

const endsOf = (opener: Opener) => (lines: readonly Scanned[]) =>
  lines.reduce((sum, { code }) => sum + openedBy(code.trim(), opener), 0);

function openedBy(said: string, { words, anywhere }: Opener): number {
  // A macro in front of a loop is none of its words.
  const code = said.replace(/^(?:@\w+ )+(?=\w)/, '');
  const found = code.match(/[\w.:]+/g) ?? [];
  const assigned = /=\s?(if|unless|case|begin)\b/.exec(code)?.[1];
  const isFirst = words.has(found[0] ?? '') && !ENDLESS.test(code);
  const isLoop = isFirst && LOOPS.test(code);
  const inside = found.filter(
    (word, index) => anywhere.has(word) && !(word === 'do' && isLoop) && !(index === 0 && isFirst),
  );
  const opened = inside.length + (isFirst || words.has(assigned ?? '') ? 1 : 0);
  return opened - found.filter((word) => word === 'end').length;
}

/** True if lines go deeper behind a colon and nowhere else, as they must where indentation is all there is. */
function isIndented(lines: readonly string[], scanned: readonly Scanned[]): boolean {
  const levels: number[] = [];
  let isOpened = false;
  let goesOn = false;
  for (const [index, { code, isComment, isInString, depth }] of scanned.entries()) {
    if (isComment) continue;
    if (!isInString && depth === 0 && !goesOn) {
      const indent = indentOf(lines[index] ?? '').length;
      const level = levels.at(-1) ?? indent;
      if (isOpened ? indent <= level : indent > level) return false;
      while (levels.length > 0 && indent < (levels.at(-1) ?? 0)) levels.pop();
      if (levels.length > 0 && !isOpened && levels.at(-1) !== indent) return false;
      if (levels.at(-1) !== indent) levels.push(indent);
    }
    goesOn = /\\\s*$/.test(code);
    const isBalanced = depth + countOf(code, '(') + countOf(code, '[') + countOf(code, '{');
    const closed = countOf(code, ')') + countOf(code, ']') + countOf(code, '}');
    if (isBalanced - closed <= 0) isOpened = /:\s*$/.test(code);
  }
  return !isOpened;
}

/** True if the last statement gives a value back. */
function returnsIn(lines: readonly Scanned[]): boolean {
  const last = lines.findLast(({ code, depth }) => code.trim() !== '' && depth === 0);
  return /^\s*(?:return|yield|raise)\b/.test(last?.code ?? '');
}
