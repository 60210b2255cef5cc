import { firstWord, type Layer, type Said } from './layer.ts';
import { isQuotedIn } from './quoted.ts';
import type { Standpoint } from './standpoint.ts';
import { stateBehind } from './syntaxState.ts';
import {
  begunAt,
  isContentHere,
  isHalf,
  MAX_TOKEN_LENGTH,
  nextSurer,
  TOKEN_OR_BEGUN,
  type Token,
  tokenAt,
} from './tokens.ts';

/** The most halves of tokens in a row that are removed; a text with more is none. */
const MAX_HALVES = 8;

/** Ends an answer at the first control token that is no code, and takes away the beginning of one that was cut. */
export const endingTokensLayer: Layer = {
  apply: cutAtTokens,
  whole: TOKEN_OR_BEGUN,
  growing: TOKEN_OR_BEGUN,
};

function cutAtTokens(said: Said, at: Standpoint): Said {
  const cut = cutAtFirst(said, at);
  return cut.isOver ? { text: withoutEnd(cut.text, at), isOver: true } : heldBack(cut, at);
}

/** Up to the first token that ends an answer wherever it stands. */
function cutAtFirst(said: Said, at: Standpoint): Said {
  const { text } = said;
  let state = at.state;
  let scanned = 0;
  for (let index = nextSurer(text, 0); index !== -1; index = nextSurer(text, index + 1)) {
    const token = tokenAt(text, index, at.languageId);
    if (token === undefined || token.sureness === 'unsure') continue;
    state = stateBehind(text.slice(scanned, index), state, at.syntax);
    scanned = index;
    const isQuoted = isQuotedIn(state, said, index + token.length, at);
    const isContent = isQuoted === false ? isKept(token, said, index, at) : isQuoted;
    if (isContent !== true) return { text: text.slice(0, index), isOver: isContent === false };
    // All up to the end of the string is in it.
    const close = state.close === '' ? -1 : text.indexOf(state.close, index + token.length);
    if (isQuoted && close !== -1) index = close - 1;
  }
  return said;
}

/** True if a token outside strings is content all the same; `undefined` while what follows decides. */
function isKept(token: Token, said: Said, index: number, at: Standpoint): boolean | undefined {
  const { text, isOver } = said;
  const end = index + token.length;
  const isBehind = token.sureness === 'likely' && isBehindWord(text, index);
  const isKnown = at.kind === 'prose' && at.knowsTokens;
  const isHeld = isContentHere(token, text.slice(index, end), at);
  if (!isBehind && !isHeld && !isKnown) return false;
  // Code that knows the token has it in strings: outside of them it is the end, if nothing follows.
  const isKnownCode = token.sureness === 'sure' && at.kind === 'code';
  if (isHeld && !isKnownCode) return true;
  if (firstWord(text, end) < text.length) return true;
  return isOver ? false : undefined;
}

const isBehindWord = (text: string, index: number): boolean =>
  index > 0 && /[\p{L}\p{N}_]/u.test(text.charAt(index - 1));

/** Where tokens, and nothing else, are left at the end of a text; its length without any. */
function endOf(text: string, at: Standpoint): number {
  const starts: (readonly [start: number, token: Token])[] = [];
  for (let end = lengthOf(text, text.length); ; ) {
    const found = tokenBefore(text, end, at);
    if (found === undefined) break;
    starts.push(found);
    end = lengthOf(text, found[0]);
  }
  let state = at.state;
  let scanned = 0;
  for (const [start, token] of starts.reverse()) {
    state = stateBehind(text.slice(scanned, start), state, at.syntax);
    scanned = start;
    const end = start + token.length;
    // Nothing but tokens follows, so that no string is closed behind it.
    const isInString = state.close !== '' && at.knowsTokens;
    const isContent = isInString || isLastContent(token, text.slice(start, end), text, start, at);
    if (!isContent) return start;
  }
  return text.length;
}

/** True for a character that `trimEnd` removes. */
const isBlank = (code: number): boolean =>
  code === 32 ||
  (code >= 9 && code <= 13) ||
  (code > 127 && String.fromCharCode(code).trim() === '');

/** How long the beginning of a text is without white space at its end. */
function lengthOf(text: string, end: number): number {
  let last = end;
  while (last > 0 && isBlank(text.charCodeAt(last - 1))) last--;
  return last;
}

/** The token that ends at an index, and where it begins. */
function tokenBefore(
  text: string,
  end: number,
  at: Standpoint,
): readonly [start: number, token: Token] | undefined {
  const closer = text.charAt(end - 1);
  if (closer !== '>' && closer !== ']') return undefined;
  const least = Math.max(0, end - MAX_TOKEN_LENGTH);
  for (let start = end - 2; start >= least; start--) {
    const code = text.charCodeAt(start);
    if (code !== 60 && code !== 91) continue;
    const token = tokenAt(text, start, at.languageId);
    if (token?.length === end - start) return [start, token];
  }
  return undefined;
}

function isLastContent(
  token: Token,
  written: string,
  text: string,
  index: number,
  at: Standpoint,
): boolean {
  if (token.sureness === 'sure' && at.kind === 'code') return false;
  if (isContentHere(token, written, at)) return true;
  if (token.word === '/s' && (at.hasElements || at.kind !== 'code')) {
    return text.includes('<s>') || at.holds('<s>');
  }
  if (at.hasElements && token.sureness === 'unsure' && !token.word.startsWith('/')) return true;
  return written.startsWith('[') && isBehindWord(text, index);
}

/** Without the tokens at the end, whole ones and the half of one. */
function withoutEnd(text: string, at: Standpoint): string {
  let rest = text;
  for (let count = 0; count < MAX_HALVES; count++) {
    rest = rest.slice(0, endOf(rest, at));
    const trimmed = rest.slice(0, lengthOf(rest, rest.length));
    const begun = begunAt(trimmed);
    const half = begun === -1 ? '' : trimmed.slice(begun);
    const isCut = half !== '' && isHalf(half, at) && !isContentHalf(half, trimmed, begun, at);
    if (!isCut) return rest;
    rest = trimmed.slice(0, begun);
  }
  return '';
}

function isContentHalf(half: string, text: string, index: number, at: Standpoint): boolean {
  const state = stateBehind(text.slice(0, index), at.state, at.syntax);
  const isQuoted = isQuotedIn(state, { text, isOver: true }, text.length, at);
  return isQuoted === true || (at.kind !== 'code' && at.holds(half));
}

/** While more may come: without what may be the beginning of a token, and tokens that may be the end. */
function heldBack(said: Said, at: Standpoint): Said {
  const trimmed = said.text.slice(0, lengthOf(said.text, said.text.length));
  const begun = begunAt(trimmed);
  const isOpen = begun !== -1 && (trimmed === said.text || isHalf(trimmed.slice(begun), at));
  const text = isOpen ? said.text.slice(0, begun) : said.text;
  return { text: text.slice(0, endOf(text, at)), isOver: false };
}
