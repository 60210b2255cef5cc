import { CLOSER, enclosingBlock, indentOf, isBlank, type LineRange } from './enclosingBlock.ts';

/** Words with which lines begin that declare something with a body, in the languages of the field. */
const WORDS =
  /^(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|override|virtual|sealed|partial|open|pub(?:\([a-z]+\))?|unsafe|extern|inline|suspend|const|data|local)\s+)*(?:function|func|fun|fn|def|defp|class|interface|struct|enum|trait|impl|module|namespace|record|object|protocol|extension|type|sub|proc|method|contract|test|describe)\b/;
/** Words with which a line begins that has parentheses and a body, and declares nothing. */
const CONTROL =
  /^(?:if|for|while|switch|catch|return|else|elif|match|with|when|unless|until|do|try|using|lock|foreach|select|case|synchronized|repeat|guard|await|yield|throw|assert|super)\b/;
const BODY = /(?:\{|:|=>|\bthen|\bdo)$/;
/** Longer lines are data. */
const MAX_LINE = 500;

/** Longest declaration that is taken for one; longer ones are too much for one question. */
const MAX_LINES = 200;
/** Levels of blocks around a line that are looked at. */
const MAX_LEVELS = 12;

/**
 * The function, method or class around a line, judged by the words of the lines that open the blocks around it; the smallest
 * block where there is none of a bearable length. Its header and the line that closes it belong to it.
 */
export function declarationAround(lines: readonly string[], line: number): LineRange {
  let at: number | undefined = openerOf(lines, line);
  for (let level = 0; level < MAX_LEVELS && at !== undefined; level++) {
    if (declares(headline(lines, at))) {
      const body = bodyOf(lines, at);
      if (body.last - body.first >= MAX_LINES) break;
      if (body.last >= line) return body;
    }
    at = openedAbove(lines, at);
  }
  return enclosingBlock(lines, line);
}

/** The line of a brace that opens the body of what the line above says. */
const BRACE = /^\s*\{\s*$/;
/** A closing line, or a word, behind which the same goes on. */
const GOES_ON =
  /^\s*(?:else|elsif|elif|except|finally|rescue|ensure|catch)\b|^\s*[}\])].*(?:[{:([]|=>|\bdo|\bthen)$/;

/** The line that opens what a line closes or goes on with; any other is its own. */
function openerOf(lines: readonly string[], line: number): number {
  const depth = indentOf(lines[line]);
  let at = line;
  for (let away = 0; away < MAX_LINES && isInner(lines[at] ?? ''); away++) {
    at--;
    while (at > 0 && (isBlank(lines[at]) || indentOf(lines[at]) > depth)) at--;
    if (at < 0 || indentOf(lines[at]) < depth) return line;
  }
  return at;
}

const isInner = (text: string): boolean =>
  CLOSER.test(text) || BRACE.test(text) || GOES_ON.test(text.slice(0, MAX_LINE).trimEnd());

/** Lines of parameters that a header may go over. */
const MAX_HEADER = 12;

/** A header in one line: with its parameters, and the brace below it. */
function headline(lines: readonly string[], first: number): string {
  const depth = indentOf(lines[first]);
  let text = (lines[first] ?? '').slice(0, MAX_LINE).trim();
  for (let at = first + 1; at < first + MAX_HEADER; at++) {
    const next = (lines[at] ?? '').slice(0, MAX_LINE);
    if (BRACE.test(next) && indentOf(next) === depth) return `${text} {`;
    if (!/[(,]$/.test(text) && indentOf(next) <= depth) break;
    if (!/[(,]$/.test(text) && !/^\s*[)\]]/.test(next)) break;
    text = `${text} ${next.trim()}`;
  }
  return text;
}

/** True for a line that begins a function, a class and the like. */
export function declares(line: string): boolean {
  const text = line.trim().slice(0, MAX_LINE);
  return WORDS.test(text) || isCallable(text) || isAssigned(text);
}

/** True for a name with parameters and the beginning of a body, as of methods. */
function isCallable(text: string): boolean {
  const open = text.indexOf('(');
  if (open <= 0 || !BODY.test(text) || CONTROL.test(text)) return false;
  const head = text.slice(0, open).trimEnd();
  // Behind a dot it is a call, with a function as its last argument.
  return /[\p{L}\p{N}_$>]$/u.test(head) && !/[=;.]/.test(head) && !text.includes(';', open);
}

/** Places in a line where a value may begin, looked at for a function. */
const MAX_VALUES = 4;

/** True for a function that a name is given. */
function isAssigned(text: string): boolean {
  if (!text.includes('=>') && !text.includes('function')) return false;
  const values = [...text.matchAll(/[=:](?!>)/g)].slice(0, MAX_VALUES);
  return values.some(({ index }) => {
    const value = text.slice(index + 1).trimStart();
    const own = value.startsWith('async ') ? value.slice(6).trimStart() : value;
    return /^function\b/.test(own) || isArrow(own);
  });
}

/** True for parameters, in parentheses or one alone, with an arrow behind them. */
function isArrow(text: string): boolean {
  if (!text.startsWith('(')) return /^[\p{L}_$][\p{L}\p{N}_$]{0,99}\s{0,9}=>/u.test(text);
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && --depth === 0) {
      const behind = text.slice(at + 1).trimStart();
      return behind.startsWith('=>') || (behind.startsWith(':') && behind.includes('=>'));
    }
  }
  return false;
}

/** The nearest line above that is less deep, or that opens what that one closes. */
function openedAbove(lines: readonly string[], first: number): number | undefined {
  const depth = indentOf(lines[first]);
  if (depth === 0) return undefined;
  const top = Math.max(0, first - MAX_LINES);
  for (let at = first - 1; at >= top; at--) {
    if (!isBlank(lines[at]) && indentOf(lines[at]) < depth) return openerOf(lines, at);
  }
  return undefined;
}

/** An opening line with all that is deeper below it, and the line that closes it. */
function bodyOf(lines: readonly string[], first: number): LineRange {
  const depth = indentOf(lines[first]);
  let last = first;
  for (let at = first + 1; at < Math.min(lines.length, first + MAX_LINES + 1); at++) {
    const text = lines[at] ?? '';
    if (isBlank(text)) continue;
    if (indentOf(text) > depth || (indentOf(text) === depth && continues(text))) {
      last = at;
      continue;
    }
    if (indentOf(text) === depth && CLOSER.test(text)) last = at;
    break;
  }
  return { first, last };
}

const continues = (text: string): boolean =>
  BRACE.test(text) || GOES_ON.test(text.slice(0, MAX_LINE).trimEnd());
