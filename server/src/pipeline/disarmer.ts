import { CONTROL_TOKENS, isTokenAt, MAX_CONTROL_TOKEN } from '../domain/controlTokens.ts';
import { type GenerationRequest, isRelay, textsOf, withTexts } from '../domain/generation.ts';

/**
 * The signs that control tokens begin with, and those that stand for them in a request: alike to a reader, and to no tokenizer. Each is
 * one UTF-16 unit, so that nothing changes its place.
 */
const SIGNS: Readonly<Record<string, string>> = {
  '<': '\u2039\u276e\u29fc\u02c2\u1438\u2329',
  '[': '\u2045\u27e6\u2772\u3014\u3010\u301a',
  ']': '\u2046\u27e7\u2773\u3015\u3011\u301b',
  '+': '\uff0b\ufe62\u02d6\u2795\u2a22\u2a25',
  '#': '\uff03\ufe5f\u266f\u29e3\u22d5\u2317',
};

/** Matches every sign that stands for another. */
const STAND_INS = new RegExp(`[${Object.values(SIGNS).join('')}]`, 'g');

/** A request as it may be sent, and the way back. */
export interface DisarmedRequest {
  /** Without control tokens; the request itself where it holds none. */
  readonly request: GenerationRequest;
  /** A whole answer with the control tokens that it holds of the request, or like those of the request. */
  readonly rearmed: (answer: string) => string;
  /** As much of a growing answer as is surely whole, likewise. */
  readonly rearmedSoFar: (answer: string) => string;
}

/**
 * Takes from the control tokens in a request what makes them such: the first sign of each is another one that looks alike. So no
 * text, whatever it holds, is more than text in a prompt of any family, and no text of a user ends an answer.
 */
export class Disarmer {
  /** A request is asked for several times on its way. */
  readonly #known = new WeakMap<GenerationRequest, DisarmedRequest>();

  disarm(request: GenerationRequest): DisarmedRequest {
    const known = this.#known.get(request);
    if (known !== undefined) return known;
    const disarmed = withoutTokens(request);
    this.#known.set(request, disarmed);
    return disarmed;
  }
}

const same = (answer: string): string => answer;

function withoutTokens(request: GenerationRequest): DisarmedRequest {
  // What other programs ask is passed on as it is.
  if (isRelay(request)) return { request, rearmed: same, rearmedSoFar: same };
  const texts = textsOf(request.input);
  const hasTokens = texts.some((text) => text.search(CONTROL_TOKENS) !== -1);
  if (!hasTokens) return { request, rearmed: same, rearmedSoFar: same };
  const stands = new Map(Object.keys(SIGNS).map((sign) => [sign, standInFor(sign, texts)]));
  const signs = new Map([...stands].map(([sign, standIn]) => [standIn, sign]));
  return {
    request: { ...request, input: withTexts(request.input, (text) => disarmed(text, stands)) },
    rearmed: (answer) => rearmed(answer, answer.length, signs),
    rearmedSoFar: (answer) => rearmed(answer, sureLength(answer, signs), signs),
  };
}

/** A sign that stands for another in a request, and nowhere in it already; if all do, the last one. */
function standInFor(sign: string, texts: readonly string[]): string {
  const candidates = [...(SIGNS[sign] ?? sign)];
  const isFree = (standIn: string) => !texts.some((text) => text.includes(standIn));
  return candidates.find(isFree) ?? candidates.at(-1) ?? sign;
}

/** Tokens may stand in others: what is left of one may hold the next. */
function disarmed(text: string, stands: ReadonlyMap<string, string>): string {
  let rest = text;
  for (;;) {
    const next = rest.replace(CONTROL_TOKENS, (token) => {
      const sign = token.charAt(0);
      return (stands.get(sign) ?? '') + token.slice(1);
    });
    if (next === rest) return rest;
    rest = next;
  }
}

/** The beginning of an answer, of so many characters, with the sign of each disarmed token put back. */
function rearmed(answer: string, length: number, signs: ReadonlyMap<string, string>): string {
  const armed = armedThroughout(answer, signs);
  let out = '';
  let from = 0;
  for (const index of indexesOf(signs, answer, 0)) {
    if (index >= length) break;
    if (!isDisarmed(answer, armed, index)) continue;
    out += answer.slice(from, index) + armed.charAt(index);
    from = index + 1;
  }
  return out + answer.slice(from, length);
}

/** The length of a growing answer up to what may become a disarmed token. */
function sureLength(answer: string, signs: ReadonlyMap<string, string>): number {
  const least = Math.max(0, answer.length - MAX_CONTROL_TOKEN + 1, answer.lastIndexOf('\n') + 1);
  const armed = armedThroughout(answer, signs);
  for (const index of indexesOf(signs, answer, least)) {
    if (!isDisarmed(answer, armed, index)) return index;
  }
  return answer.length;
}

/**
 * True if the stand-in at an index is the first sign of a token: of one that holds others that were disarmed, or of one that was none
 * before these were (`<[[INST]>`).
 */
function isDisarmed(answer: string, armed: string, index: number): boolean {
  if (isTokenAt(armed, index)) return true;
  const rest = answer.slice(index + 1, index + MAX_CONTROL_TOKEN);
  const before = answer.slice(Math.max(0, index - 1), index);
  return isTokenAt(before + armed.charAt(index) + rest, before.length);
}

/** A text with every stand-in replaced, those of no token, too. */
const armedThroughout = (text: string, signs: ReadonlyMap<string, string>): string =>
  text.replace(STAND_INS, (each) => signs.get(each) ?? each);

/** The places from one on at which the stand-ins of a request stand. */
function* indexesOf(signs: ReadonlyMap<string, string>, text: string, from: number) {
  for (let index = from; index < text.length; index++) {
    if (signs.has(text.charAt(index))) yield index;
  }
}
