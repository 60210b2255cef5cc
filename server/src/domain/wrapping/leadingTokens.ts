import { firstWord, type Layer, NOTHING, NOTHING_YET, type Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';
import { mayBeThinking } from './thinking.ts';
import { begunAt, isContentHere, MAX_TOKEN_LENGTH, type Token, tokenAt } from './tokens.ts';

/** More of them are no answer. */
const MAX_TOKENS = 32;
/** Tokens behind which the name of who speaks stands, or of what. */
const NAMING = /^(?:im_start|start_header_id|channel|start|start_of_turn|start_of_role)$/;
const NAME = /(?:assistant|model|final|system)(?=[\n<:]|$)[ \t]*/y;
const NAMES = ['assistant', 'model', 'final', 'system'];
/** Tokens behind which the answer begins on a line of its own. */
const HEADING =
  /^(?:assistant|Assistant|\uff5cAssistant|end_header_id|im_start|message|start_of_turn|sep|end_of_role)$/;
/** Tokens that are written with a blank behind them. */
const SPACED = /^(?:s|\/s|MID|PRE|INST|\/INST)$/;
/** Every token begins so. */
const SIGN = /^\s*[<[]/;

/** Passes over control tokens in front of an answer. */
export const leadingTokensLayer: Layer = { apply: skipLeadingTokens, whole: SIGN, growing: SIGN };

function skipLeadingTokens(said: Said, at: Standpoint): Said {
  let rest = said;
  for (let count = 0; count < MAX_TOKENS; count++) {
    const skipped = skipOne(rest, at);
    if (skipped === rest) return rest;
    rest = skipped;
  }
  return NOTHING;
}

/** The same as given where there is no token in front. */
function skipOne(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  const start = firstWord(text);
  const token = tokenAt(text, start, at.languageId);
  if (token !== undefined && mayBeThinking(text.slice(start, start + MAX_TOKEN_LENGTH))) {
    return isOver ? said : NOTHING_YET;
  }
  if (token === undefined) {
    const mayBecome = !isOver && text.length - start < MAX_TOKEN_LENGTH && begunAt(text) === start;
    return mayBecome && start < text.length ? NOTHING_YET : said;
  }
  const end = start + token.length;
  const isContent = isContentAhead(token, said, start, at);
  if (isContent === undefined) return NOTHING_YET;
  if (isContent) return said;
  const from = behind(text, end, token, isOver, at);
  return from === undefined ? NOTHING_YET : { text: text.slice(from), isOver };
}

function isContentAhead(
  token: Token,
  said: Said,
  start: number,
  at: Standpoint,
): boolean | undefined {
  const { text, isOver } = said;
  const end = start + token.length;
  if (isContentHere(token, text.slice(start, end), at)) return true;
  if (token.sureness !== 'sure') {
    // Behind a word it is an index, or what a type is given.
    const isBehindWord = start === 0 && /[\p{L}\p{N}_)\]]$/u.test(at.linePrefix);
    if (
      isBehindWord &&
      (/^[A-Z]+$/.test(token.word) ? text.charAt(start) === '[' : token.word === 'filename')
    ) {
      if (text.slice(end).trim() !== '') return true;
      if (!isOver) return undefined;
    }
    const mayBeElement = at.hasElements || (at.kind !== 'code' && at.kind !== 'ledComment');
    if (mayBeElement && /^\/?s$/.test(token.word)) {
      const isOne = isElement(token.word, said, end, at);
      if (isOne !== false) return isOne;
    }
  }
  return isStringContent(text, end, isOver, at);
}

/** A string that stood open holds the token if it ends with it, or if tokens are what the document is about. */
function isStringContent(
  text: string,
  end: number,
  isOver: boolean,
  at: Standpoint,
): boolean | undefined {
  if (at.kind === 'prose') return at.knowsTokens;
  const { inside, close } = at.state;
  if (inside !== 'string' && inside !== 'longString') return false;
  if (text.startsWith(close, end) || at.knowsTokens) return true;
  return isOver || text.length > end ? false : undefined;
}

/** `<s>` and its end are an element where both are there. */
function isElement(
  word: string,
  { text, isOver }: Said,
  end: number,
  { surroundings }: Standpoint,
): boolean | undefined {
  const isBoth = word === 's' ? text.includes('</s>', end) : surroundings.before.includes('<s>');
  if (isBoth || (word === 's' && surroundings.after.includes('</s>'))) return true;
  return isOver ? false : undefined;
}

/** Where the answer goes on behind a token; `undefined` while that is not known. */
function behind(
  text: string,
  end: number,
  { word }: Token,
  isOver: boolean,
  { linePrefix }: Standpoint,
): number | undefined {
  let from = end;
  if (NAMING.test(word)) {
    NAME.lastIndex = from;
    const rest = text.slice(from, from + 10);
    if (!isOver && NAMES.some((name) => name.startsWith(rest))) return undefined;
    from += NAME.exec(text)?.[0].length ?? 0;
  }
  if (!HEADING.test(word) && !SPACED.test(word)) return from;
  if (from === text.length && !isOver) return undefined;
  if (SPACED.test(word)) {
    if (from + 1 === text.length && !isOver) return undefined;
    const isOne = /^ \S/.test(text.slice(from, from + 2)) || /INST/.test(word);
    const isApart =
      text.charAt(from) === ' ' && isOne && (/INST/.test(word) || !/\S$/.test(linePrefix));
    return isApart ? from + 1 : from;
  }
  const isDouble = word === 'end_header_id' && text.charAt(from + 1) === '\n';
  if (word === 'end_header_id' && from + 1 === text.length && !isOver) return undefined;
  return text.charAt(from) === '\n' ? from + (isDouble ? 2 : 1) : from;
}
