import { type Bounded, bounded } from '../../base/bounded.ts';
import { declaredNames } from '../../documents/declaredName.ts';
import { commentLines } from './commentLines.ts';

/** Longer lines tell nothing. */
const MAX_LENGTH = 150;
/** Lines that people write in one family of languages and in few others. */
const SIGNS: Readonly<Record<string, readonly Bounded[]>> = {
  script: [
    bounded(MAX_LENGTH, /^\s*(?:export\s+)?(?:const|let)\s+[\w$[{][^;]*=(?!=)/),
    bounded(MAX_LENGTH, /[=!]==/),
    bounded(MAX_LENGTH, /=>\s*[{(\w]/),
    bounded(MAX_LENGTH, /^\s*(?:export\s+)?(?:async\s+)?function\b/),
    bounded(MAX_LENGTH, /^\s*(?:for|if|while)\s*\((?:const|let|await)\b/),
    bounded(MAX_LENGTH, /\bthis\.#?\w/),
    bounded(MAX_LENGTH, /^\s*(?:async\s+)?[\w$#]+\([^()]*\)(?::\s*[\w<>[\]| ]+)?\s*\{$/),
  ],
  python: [
    bounded(MAX_LENGTH, /^\s*(?:async\s+)?def\s+\w+\(.*(?:\)|,|->).*:?\s*$/),
    bounded(MAX_LENGTH, /^\s*(?:if|elif|for|while|with|class|except)\b[^{};]*:\s*$/),
    bounded(MAX_LENGTH, /^\s*(?:else|try|finally):\s*$/),
    bounded(MAX_LENGTH, /\bself\.\w/),
  ],
  rust: [
    bounded(MAX_LENGTH, /\bfn\s+\w+/),
    bounded(MAX_LENGTH, /\blet\s+(?:mut\s+)?\w+/),
    bounded(MAX_LENGTH, /&(?:mut\s+)?self\b/),
    bounded(MAX_LENGTH, /\|\w+(?:,\s*\w+)*\|/),
  ],
  go: [
    bounded(MAX_LENGTH, /^\s*func\s*(?:\([^)]*\)\s*)?\w*\(/),
    bounded(MAX_LENGTH, /\w\s*:=\s/),
    bounded(MAX_LENGTH, /\bmake\(|\[\]\w+\{/),
  ],
  java: [
    bounded(
      MAX_LENGTH,
      /^\s*(?:public|private|protected)\s+(?!function|async|readonly|override)(?:static\s+|final\s+)*[\w<>[\],. ]+\s+\w+\s*\(/,
    ),
    bounded(MAX_LENGTH, /^\s*for\s*\([\w<>]+\s+\w+\s*:/),
    bounded(MAX_LENGTH, /^\s*(?:final\s+)?[A-Z]\w*(?:<[^>]*>)?\s+\w+\s*=/),
    bounded(MAX_LENGTH, /\bnew\s+[A-Z]\w*(?:<[^>]*>)?\(/),
    bounded(MAX_LENGTH, /\s->\s/),
    bounded(MAX_LENGTH, /\.stream\(\)/),
  ],
  csharp: [
    bounded(
      MAX_LENGTH,
      /^\s*(?:public|private|protected|internal)\s+(?!function|readonly)[\w<>[\],. ?]+\s+[A-Z]\w*\s*\(/,
    ),
    bounded(MAX_LENGTH, /^\s*(?:await\s+)?foreach\s*\(\w+\s+\w+\s+in\b/),
    bounded(MAX_LENGTH, /^\s*foreach\s*\(var\s*\(/),
    bounded(MAX_LENGTH, /^\s*var\s+\w+\s*=/),
    bounded(MAX_LENGTH, /\.(?:Where|Select|ToList|Add|Count|OrderBy)\(/),
  ],
  kotlin: [
    bounded(MAX_LENGTH, /\bfun\s+(?:<[^>]*>\s*)?[\w.]+\(/),
    bounded(MAX_LENGTH, /^\s*va[lr]\s+\w+/),
    bounded(MAX_LENGTH, /\bit\.\w/),
    bounded(MAX_LENGTH, /\{\s*\w+(?:,\s*\w+)*\s*->/),
  ],
  php: [
    bounded(MAX_LENGTH, /\$\w+\s*(?:->|=|\[)/),
    bounded(MAX_LENGTH, /\bfunction\s+\w+\([^)]*\$/),
    bounded(MAX_LENGTH, /foreach\s*\([^)]*\sas\s/),
  ],
  c: [
    bounded(MAX_LENGTH, /\bstd::/),
    bounded(MAX_LENGTH, /^\s*#include\b/),
    bounded(MAX_LENGTH, /\b(?:const\s+)?[\w:<>]+\s*[&*]\s*\w+[,)]/),
    bounded(MAX_LENGTH, /^\s*(?:int|void|char|double|size_t|auto)\s+[\w*&]+/),
  ],
  ruby: [
    bounded(MAX_LENGTH, /^\s*def\s+[\w.?!]+(?:\([^:{]*\))?\s*$/),
    bounded(MAX_LENGTH, /^\s*end\s*$/),
    bounded(MAX_LENGTH, /\bdo\s*(?:\|[^|]*\|)?\s*$/),
    bounded(MAX_LENGTH, /\{\s*\|[^|]*\|/),
    bounded(MAX_LENGTH, /\(&:\w+\)/),
    bounded(MAX_LENGTH, /^\s*@\w+/),
  ],
  lua: [
    bounded(MAX_LENGTH, /^\s*(?:local\s+)?function\s+[\w.:]+\([^)]*\)\s*$/),
    bounded(MAX_LENGTH, /=\s*function\s*\([^)]*\)/),
    bounded(MAX_LENGTH, /^\s*local\s+\w+/),
    bounded(MAX_LENGTH, /\bthen\s*$/),
    bounded(MAX_LENGTH, /~=/),
    bounded(MAX_LENGTH, /^\s*end\)?\s*$/),
  ],
  swift: [
    bounded(MAX_LENGTH, /\bfunc\s+\w+(?:<[^>]*>)?\(/),
    bounded(MAX_LENGTH, /^\s*guard\b/),
    bounded(MAX_LENGTH, /^\s*(?:let|var)\s+\w+/),
    bounded(MAX_LENGTH, /\bself\.\w/),
  ],
};

/** The number of lines with signs of a family. */
const countIn = (lines: readonly string[], signs: readonly Bounded[]): number =>
  lines.filter((line) => signs.some((sign) => sign.test(line))).length;

/** Least share of the lines of code that must have signs of another family. */
const LEAST = 0.25;

/** The first line that declares something: it alone can tell the language of a few lines. */
function headerOf(lines: readonly string[]): string {
  const [first] = declaredNames(lines);
  return lines[first?.line ?? -1] ?? '';
}

/** True if a text is written as another family writes, of which the block has nothing, and less so in its own family's way. */
export function isOfOtherFamily(
  answer: readonly string[],
  block: readonly string[],
  family: string,
  languageId: string,
): boolean {
  const own = SIGNS[family];
  if (own === undefined) return false;
  const isComment = commentLines(answer, languageId);
  const lines = answer.filter((line, index) => line.trim() !== '' && !isComment[index]);
  const mine = countIn(lines, own);
  const [header, oldHeader] = [headerOf(lines), headerOf(block)];
  const isOwn = (line: string): boolean => countIn([line], own) > 0;
  const isOddHeader = isOwn(oldHeader) && !isOwn(header);
  return Object.entries(SIGNS).some(([other, signs]) => {
    if (other === family) return false;
    if (isOddHeader && countIn([header], signs) > 0) return true;
    const theirs = countIn(lines, signs);
    const isMore = theirs > mine && theirs >= LEAST * lines.length;
    return isMore && countIn(block, signs) * 4 < theirs * 3 && countIn(block, own) > 0;
  });
}
