import { enclosingBlock, type LineRange } from './enclosingBlock.ts';

/** Words with which lines begin that declare something with a body, in the languages of the field. */
const WORDS =
  /^(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|override|virtual|sealed|partial|open|pub(?:\([a-z]+\))?|unsafe|extern|inline|suspend|const|data|local)\s+)*(?:function|func|fun|fn|def|defp|class|interface|struct|enum|trait|impl|module|namespace|record|object|protocol|extension|type|sub|proc|method|contract|test|describe)\b/;
/** A name with parameters and the beginning of a body, as of methods; or a function that a name is given. */
const CALLABLE =
  /^(?!(?:if|for|while|switch|catch|return|else|elif|match|with|when|unless|until|do|try|using|lock|foreach|select|case)\b)[^=;]*[\p{L}\p{N}_$]\s*(?:<[^<>()]*>)?\([^;]*(?:\{|:|=>|\bthen|\bdo)\s*$/u;
const ASSIGNED = /(?:=|:)\s*(?:async\s+)?(?:function\b|\([^;]*\)\s*(?::[^=]+)?=>|[\p{L}_$]+\s*=>)/u;

/** Longest declaration that is taken for one; longer ones are too much for one question. */
const MAX_LINES = 200;
/** Levels of blocks around a line that are looked at. */
const MAX_LEVELS = 12;

/**
 * The function, method or class around a line, judged by the words of the lines that open the blocks around it; the smallest
 * block where there is none of a bearable length.
 */
export function declarationAround(lines: readonly string[], line: number): LineRange {
  const smallest = enclosingBlock(lines, line);
  let block = smallest;
  for (let level = 0; level < MAX_LEVELS; level++) {
    if (block.last - block.first >= MAX_LINES) break;
    if (declares(lines[block.first] ?? '')) return block;
    const outer = blockOpenedAbove(lines, block);
    if (outer === undefined) break;
    block = outer;
  }
  return smallest;
}

/** True for a line that begins a function, a class and the like. */
function declares(line: string): boolean {
  const text = line.trim();
  return WORDS.test(text) || CALLABLE.test(text) || ASSIGNED.test(text);
}

/** The block whose opening line is the nearest one above that is less deep. */
function blockOpenedAbove(lines: readonly string[], { first }: LineRange): LineRange | undefined {
  const depth = indentOf(lines[first]);
  if (depth === 0) return undefined;
  const top = Math.max(0, first - MAX_LINES);
  for (let at = first - 1; at >= top; at--) {
    const text = lines[at] ?? '';
    if (text.trim() === '' || indentOf(text) >= depth) continue;
    return bodyOf(lines, at);
  }
  return undefined;
}

/** An opening line with all that is deeper below it, and the line that closes it. */
function bodyOf(lines: readonly string[], first: number): LineRange {
  const depth = indentOf(lines[first]);
  let last = first;
  for (let at = first + 1; at < Math.min(lines.length, first + MAX_LINES + 1); at++) {
    const text = lines[at] ?? '';
    if (text.trim() === '') continue;
    if (indentOf(text) > depth) {
      last = at;
      continue;
    }
    if (indentOf(text) === depth && /^\s*(?:[}\])]|end\b|<\/)/.test(text)) last = at;
    break;
  }
  return { first, last };
}

const indentOf = (line: string | undefined): number => (line ?? '').search(/\S|$/);
