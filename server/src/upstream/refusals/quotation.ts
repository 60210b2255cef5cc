/** Shortest run of the request's own text that counts as a quotation, in UTF-16 units without white space. */
const QUOTED = 20;
/** Units by which a run is looked for, and of a text one place of so many: each run of `QUOTED` has such a place, with as many units behind it. */
const GRAM = 8;
const STEP = QUOTED - GRAM + 1;
/** After so many comparisons a sentence is taken to quote: an ordinary one needs some hundreds. */
const MAX_COMPARED = 100_000;
/** Longer requests are not looked through: their servers' words are not told. In UTF-16 units of all texts. */
const MAX_LOOKED = 4_000_000;

const [BACKSLASH, AND, U] = [0x5c, 0x26, 0x75];
const ENTITIES = ['quot;', 'apos;', 'lt;', 'gt;', 'amp;', '#39;', '#x27;'];
/** Marks of what may stand behind a backslash or an `&`: the letter of a control character's escape, the first one of an entity. */
const [CONTROL, ENTITY] = [1, 2];
const BEHIND = new Uint8Array(65_536);
for (const each of 'nrtbf') BEHIND[each.charCodeAt(0)] = CONTROL;
for (const each of ENTITIES) BEHIND[each.charCodeAt(0)] = ENTITY;

/** Units that a quotation may have in another form, or lack: white space, and what JSON and web pages escape. */
const SPACES =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const CHANGED = new Uint8Array(65_536);
for (const each of `${SPACES}\\"'\`<>&`) CHANGED[each.charCodeAt(0)] = 1;

/** True for a sentence that quotes one of some texts, be it on one line or escaped. Linear in their lengths. */
export function quotes(sentence: string, texts: readonly string[]): boolean {
  if (texts.reduce((sum, { length }) => sum + length, 0) > MAX_LOOKED) return true;
  const told = new Squeezed();
  told.read(sentence);
  if (told.length < QUOTED) return false;
  const places = placesIn(told);
  const text = new Squeezed();
  let compared = 0;
  for (const each of texts) {
    text.read(each);
    for (let at = 0; at + GRAM <= text.length; at += STEP) {
      for (const place of places.get(hashAt(text.codes, at)) ?? NOWHERE) {
        if (runAround(told, place, text, at) >= QUOTED || ++compared > MAX_COMPARED) return true;
      }
    }
  }
  return false;
}

const NOWHERE: readonly number[] = [];

/** Where a sentence has which units, by their hashes. */
function placesIn(told: Squeezed): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  for (let at = 0; at + GRAM <= told.length; at++) {
    const hash = hashAt(told.codes, at);
    const known = places.get(hash);
    if (known === undefined) places.set(hash, [at]);
    else known.push(at);
  }
  return places;
}

function hashAt(codes: Uint16Array, from: number): number {
  let hash = 0;
  for (let at = from; at < from + GRAM; at++) hash = (Math.imul(hash, 31) + (codes[at] ?? 0)) | 0;
  return hash;
}

/** How many units two texts have in common around two places, as far as that matters. */
function runAround(one: Squeezed, at: number, other: Squeezed, place: number): number {
  let before = 0;
  while (
    before < Math.min(at, place, QUOTED) &&
    one.codes[at - before - 1] === other.codes[place - before - 1]
  )
    before++;
  const most = Math.min(one.length - at, other.length - place, QUOTED);
  let behind = 0;
  while (behind < most && one.codes[at + behind] === other.codes[place + behind]) behind++;
  return before + behind;
}

/** The units of a text without those that a quotation may lack. */
class Squeezed {
  codes = new Uint16Array(1_024);
  length = 0;

  /** Reads another text in the place of the last one. */
  read(text: string): void {
    if (this.codes.length < text.length) this.codes = new Uint16Array(text.length);
    const { codes } = this;
    let length = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (CHANGED[code] === 0) codes[length++] = code;
      else if (code === BACKSLASH) {
        const escaped = escapedAt(text, at + 1);
        if (escaped !== undefined && CHANGED[escaped] === 0) codes[length++] = escaped;
        if (escaped !== undefined) at += 5;
        else if (BEHIND[text.charCodeAt(at + 1)] === CONTROL) at++;
      } else if (code === AND) at += entityAt(text, at + 1);
    }
    this.length = length;
  }
}

/** The unit that `u` and four digits behind a backslash stand for. */
function escapedAt(text: string, at: number): number | undefined {
  if (text.charCodeAt(at) !== U) return undefined;
  let unit = 0;
  for (let digit = 1; digit <= 4; digit++) {
    const value = HEX[text.charCodeAt(at + digit)] ?? 0;
    if (value === 0) return undefined;
    unit = 16 * unit + value - 1;
  }
  return unit;
}

/** The values of hexadecimal digits, and one more; 0 for what is none. */
const HEX = new Uint8Array(128);
for (const [value, each] of [...'0123456789abcdef'].entries()) {
  HEX[each.charCodeAt(0)] = value + 1;
  HEX[each.toUpperCase().charCodeAt(0)] = value + 1;
}

/** The length of an entity without its `&`; 0 where none begins. */
function entityAt(text: string, at: number): number {
  if (BEHIND[text.charCodeAt(at)] !== ENTITY) return 0;
  return ENTITIES.find((each) => text.startsWith(each, at))?.length ?? 0;
}
