import { commentLines } from './commentLines.ts';

/** Lines that people write in one family of languages and in few others. */
const SIGNS: Readonly<Record<string, readonly RegExp[]>> = {
  script: [
    /^\s*(?:export\s+)?(?:const|let)\s+[\w$[{][^;]*=(?!=)/,
    /[=!]==/,
    /=>\s*[{(\w]/,
    /^\s*(?:export\s+)?(?:async\s+)?function\b/,
    /^\s*(?:for|if|while)\s*\((?:const|let|await)\b/,
    /\bthis\.#?\w/,
    /^\s*(?:async\s+)?[\w$#]+\([^()]*\)(?::\s*[\w<>[\]| ]+)?\s*\{$/,
  ],
  python: [
    /^\s*(?:async\s+)?def\s+\w+\(.*(?:\)|,|->).*:?\s*$/,
    /^\s*(?:if|elif|for|while|with|class|except)\b[^{};]*:\s*$/,
    /^\s*(?:else|try|finally):\s*$/,
    /\bself\.\w/,
  ],
  rust: [/\bfn\s+\w+/, /\blet\s+(?:mut\s+)?\w+/, /&(?:mut\s+)?self\b/, /\|\w+(?:,\s*\w+)*\|/],
  go: [/^\s*func\s*(?:\([^)]*\)\s*)?\w*\(/, /\w\s*:=\s/, /\bmake\(|\[\]\w+\{/],
  java: [
    /^\s*(?:public|private|protected)\s+(?!function|async|readonly|override)(?:static\s+|final\s+)*[\w<>[\],. ]+\s+\w+\s*\(/,
    /^\s*for\s*\([\w<>]+\s+\w+\s*:/,
    /^\s*(?:final\s+)?[A-Z]\w*(?:<[^>]*>)?\s+\w+\s*=/,
    /\bnew\s+[A-Z]\w*(?:<[^>]*>)?\(/,
    /\s->\s/,
    /\.stream\(\)/,
  ],
  csharp: [
    /^\s*(?:public|private|protected|internal)\s+(?!function|readonly)[\w<>[\],. ?]+\s+[A-Z]\w*\s*\(/,
    /^\s*(?:await\s+)?foreach\s*\(\w+\s+\w+\s+in\b/,
    /^\s*foreach\s*\(var\s*\(/,
    /^\s*var\s+\w+\s*=/,
    /\.(?:Where|Select|ToList|Add|Count|OrderBy)\(/,
  ],
  kotlin: [
    /\bfun\s+(?:<[^>]*>\s*)?[\w.]+\(/,
    /^\s*va[lr]\s+\w+/,
    /\bit\.\w/,
    /\{\s*\w+(?:,\s*\w+)*\s*->/,
  ],
  php: [/\$\w+\s*(?:->|=|\[)/, /\bfunction\s+\w+\([^)]*\$/, /foreach\s*\([^)]*\sas\s/],
  c: [
    /\bstd::/,
    /^\s*#include\b/,
    /\b(?:const\s+)?[\w:<>]+\s*[&*]\s*\w+[,)]/,
    /^\s*(?:int|void|char|double|size_t|auto)\s+[\w*&]+/,
  ],
  ruby: [
    /^\s*def\s+[\w.?!]+(?:\([^:{]*\))?\s*$/,
    /^\s*end\s*$/,
    /\bdo\s*(?:\|[^|]*\|)?\s*$/,
    /\{\s*\|[^|]*\|/,
    /\(&:\w+\)/,
    /^\s*@\w+/,
  ],
  lua: [
    /^\s*(?:local\s+)?function\s+[\w.:]+\([^)]*\)\s*$/,
    /=\s*function\s*\([^)]*\)/,
    /^\s*local\s+\w+/,
    /\bthen\s*$/,
    /~=/,
    /^\s*end\)?\s*$/,
  ],
  swift: [/\bfunc\s+\w+(?:<[^>]*>)?\(/, /^\s*guard\b/, /^\s*(?:let|var)\s+\w+/, /\bself\.\w/],
};

/** The number of lines with signs of a family. */
const countIn = (lines: readonly string[], signs: readonly RegExp[]): number =>
  lines.filter((line) => signs.some((sign) => sign.test(line))).length;

/** Least share of the lines of code that must have signs of another family. */
const LEAST = 0.25;

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
  return Object.entries(SIGNS).some(([other, signs]) => {
    if (other === family) return false;
    const theirs = countIn(lines, signs);
    const isMore = theirs > mine && theirs >= LEAST * lines.length;
    return isMore && countIn(block, signs) * 4 < theirs * 3 && countIn(block, own) > 0;
  });
}
