import { hasPipes, hasSections } from './languages.ts';
import type { Standpoint } from './standpoint.ts';

/**
 * How sure a text is no code: `sure` ends an answer wherever it stands outside strings; `likely` likewise, but not behind a
 * word; `unsure` only where nothing follows it.
 */
type Sureness = 'sure' | 'likely' | 'unsure';

export interface Token {
  readonly length: number;
  readonly sureness: Sureness;
  /** The word in its brackets. */
  readonly word: string;
}

/** No token is longer. */
export const MAX_TOKEN_LENGTH = 48;

const PIPED = /<\|(\/?[A-Za-z][\w\u2581:./-]{0,40})\|>/y;
const FULL_WIDTH = /<(?:\uff5c([^\uff5c|<>\n]{1,40})[\uff5c|]|\|([^\uff5c|<>\n]{1,40})\uff5c)>/y;
const SPECIAL =
  /<(\[(?:begin|end)[\u2581 ]of[\u2581 ]sentence\]|AIX-SPAN-(?:PRE|POST|MIDDLE)|\[?fim[-_](?:prefix|suffix|middle|pad|begin|hole|end)\]?|(?:start|end)_of_(?:turn|image|text)|file_sep|repo_name|gh_stars|issue_(?:start|comment|closed)|jupyter_(?:start|text|code|output|script)|empty_output|commit_(?:before|msg|after)|extra_id_\d{1,2}|\/(?:think|thinking|thought|reasoning)|\/?seed:think)>/y;
const UPPER = /<(EOT|PRE|SUF|MID|EOM)>|\[(\/INST)\]/y;
const SHORT =
  /<(\/?s|unk|pad|bos|eos|eod|eom|mask|sep|cls|filename|reponame|EOS|BOS|PAD|UNK|EOF|SEP|MASK)>|\[(INST|PREFIX|SUFFIX|MIDDLE|PAD|UNK|CLS|SEP|MASK|EOS|BOS|TOOL_CALLS)\]/y;
/** Words of control tokens in languages where `<|` and `|>` are operators. */
const KNOWN_WORD =
  /^\/?(?:fim|im_|end|eo[tmsd]|file|repo|bos|pad|system|user|assistant|start|begin|python_tag|cursor|code_|message|channel|return|reserved|think)/i;

/** The control token at an index of a text; `undefined` where there is none. */
export function tokenAt(text: string, index: number, languageId: string): Token | undefined {
  const opener = text.charAt(index);
  if (opener !== '<' && opener !== '[') return undefined;
  const next = text.charAt(index + 1);
  if (next === '|' || next === '\uff5c') {
    const sure = match(PIPED, text, index) ?? match(FULL_WIDTH, text, index);
    const isOperator = next === '|' && hasPipes(languageId);
    if (sure === undefined || (isOperator && !KNOWN_WORD.test(sure.word))) return undefined;
    return { ...sure, sureness: 'sure' };
  }
  const special = opener === '<' ? match(SPECIAL, text, index) : undefined;
  if (special !== undefined) return { ...special, sureness: 'sure' };
  const upper = match(UPPER, text, index);
  if (upper !== undefined) return { ...upper, sureness: 'likely' };
  const short = match(SHORT, text, index);
  return short === undefined ? undefined : { ...short, sureness: 'unsure' };
}

function match(pattern: RegExp, text: string, index: number) {
  pattern.lastIndex = index;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  return { length: found[0].length, word: found.slice(1).find((word) => word !== undefined) ?? '' };
}

/** The beginning of what may become a token: a bracket, and nothing that a token does not hold. */
const BEGUN =
  /(?:<(?:[|\uff5c][^|\uff5c<>\n]{0,40}[|\uff5c]?|[[/]?[\w:-]{0,24}\]?)|\[\/?[A-Z_]{0,12})$/;
/** Of those, what nothing but a token begins with. */
const HALF =
  /^<(?:\|\/?[A-Za-z][\w\u2581:.-]*\|?|\uff5c[^\n]*|\[?fim[-_][\w-]*\]?|(?:start|end)_\w*|file_s\w*|repo_n\w*|\/(?:s|think\w*)?)$|^\[\/I\w*$/;

const sourceOf = (...patterns: readonly RegExp[]): string =>
  patterns.map(({ source }) => source).join('|');
/** Matches a text that has a token of the surer kinds, or at its end any, or what may become one. */
export const TOKEN_OR_BEGUN = new RegExp(
  `${sourceOf(PIPED, FULL_WIDTH, SPECIAL, UPPER)}|(?:${SHORT.source})\\s*$|${BEGUN.source.replace(/\$$/, '\\s*$')}`,
);

const SURER = new RegExp(sourceOf(PIPED, FULL_WIDTH, SPECIAL, UPPER), 'g');

/** Index from `from` on at which a token of the surer kinds may stand; -1 where there is none. */
export function nextSurer(text: string, from: number): number {
  SURER.lastIndex = from;
  return SURER.exec(text)?.index ?? -1;
}

/** Index at which the end of a text may be the beginning of a token; -1 where it is not. */
export function begunAt(text: string): number {
  const from = Math.max(0, text.length - MAX_TOKEN_LENGTH);
  const found = text.slice(from).search(BEGUN);
  return found === -1 ? -1 : from + found;
}

/** True for the beginning of a token that was cut, and that nothing else begins with. */
export function isHalf(begun: string, at: Standpoint): boolean {
  if (!HALF.test(begun)) return false;
  if (begun.startsWith('</')) return !at.hasElements;
  if (!begun.startsWith('<|')) return true;
  return !hasPipes(at.languageId) || KNOWN_WORD.test(begun.slice(2));
}

/** True where a token's text means something in the language, or in the document. */
export function isContentHere({ word, sureness }: Token, token: string, at: Standpoint): boolean {
  if (at.holds(token)) return true;
  if (sureness === 'sure') return false;
  if (token.startsWith('[')) {
    return !word.startsWith('/') && (hasSections(at.languageId) || at.holds(word));
  }
  if (token.startsWith('<') && at.isXml) return true;
  return word === 'PRE' && at.hasElements;
}
