import { isDigit, isLower, isUpper } from './characters.ts';

/** Of a value, as far as it is judged, in UTF-16 units: what is longer is random in its beginning, too. */
const JUDGED = 160;
/** A random text of 20 letters and digits of one case has about 12 different ones. */
const LEAST_DISTINCT = 8;
/** Share of a text in words that can be spoken, above which it is a name and not random. */
const MOST_SPOKEN = 0.55;
/** The same of a long text of letters and digits alone, with some digits among them. */
const MOST_SPOKEN_LONG = 0.75;

/** Words of values that stand for a credential and are none, and those of sentences about one. */
const STAND_INS = new Set(
  `your my the a an some any new old this that here enter insert replace change changeme set me put add todo fixme tbd
  example examples sample dummy fake mock test tests testing demo placeholder redacted masked hidden secret secrets
  token tokens key keys api apikey access auth password passwd passphrase pass pwd user username admin root guest postgres mysql
  value string text none null nil undefined true false empty default foo bar baz qux abc xyz xxx yyy zzz local localhost dev development
  client id private public name and or is not to of for in with please required invalid wrong correct missing unknown
  credential credentials app server service with from by account login email line input field type form`.split(
    /\s+/,
  ),
);

/** A part of a value that something else takes the place of: a variable, a template, a format, dots, our own placeholders. */
const FILLED_IN =
  /^\$[A-Za-z_]|\$[{(]|\{\{|%[({]|^%[a-z]$|<[^<>]{1,64}>|^\{[\w.:]{1,64}\}$|#\{|\*\*\*|xxxx|XXXX|\.\.\.|…|^%\w{1,64}%$|^@[\w.]{1,64}@$|\[[A-Za-z _-]{1,64}\]|veiled[A-Z]/;

/** True for what stands where a credential will: `changeme`, `<token>`, `${TOKEN}`, `your-api-key-here`. */
export function isStandIn(value: string): boolean {
  const judged = value.slice(0, JUDGED);
  if (FILLED_IN.test(judged) || distinctIn(judged) <= 3 || isSequence(judged)) return true;
  if (digitsIn(judged) > 4) return false;
  const words = wordsOf(judged);
  let letters = 0;
  let known = 0;
  for (const word of words) {
    letters += word.length;
    if (STAND_INS.has(word)) known += word.length;
  }
  return letters === known && letters > 0;
}

/** `0123456789…`, `abcdefgh…`: each character follows the one before. */
function isSequence(value: string): boolean {
  let steps = 0;
  for (let at = 1; at < value.length; at++) {
    const step = value.charCodeAt(at) - value.charCodeAt(at - 1);
    if (step === 1 || step === 0 || (isDigit(value.charCodeAt(at)) && step === -9)) steps++;
  }
  return value.length >= 4 && steps >= 0.8 * (value.length - 1);
}

/** The words of a value in small letters, however it is spelled: `yourApiKey`, `YOUR_API_KEY`. */
const wordsOf = (value: string): string[] =>
  (value.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());

function digitsIn(value: string): number {
  let count = 0;
  for (let at = 0; at < value.length; at++) if (isDigit(value.charCodeAt(at))) count++;
  return count;
}

function distinctIn(value: string): number {
  const seen = new Set<number>();
  for (let at = 0; at < value.length; at++) seen.add(value.charCodeAt(at));
  return seen.size;
}

/** True for a body that may be a credential's, where what stands before it says already that it is one. */
export function isVaried(body: string): boolean {
  const judged = body.slice(0, JUDGED);
  return distinctIn(judged) >= Math.min(LEAST_DISTINCT, judged.length / 2) && !isStandIn(judged);
}

/**
 * True for a text that seems to be drawn at random: letters and digits mixed, no words in it, or a digest, or letters that
 * nobody can speak.
 */
export function isRandom(value: string): boolean {
  const judged = value.slice(0, JUDGED);
  if (judged.length < 8 || !isVaried(judged) || isProse(judged)) return false;
  const { digits, letters, uppers, changes, spoken } = profileOf(judged);
  const isMixed =
    uppers >= 3 && letters - uppers >= 3 && changes >= (digits === 0 ? 0.3 : 0.22) * judged.length;
  if (isMixed && spoken < 0.45 * judged.length) return true;
  if (letters >= 2 && digits >= 8 && /^(?:0x)?[0-9a-f]{32,}$/i.test(judged)) return true;
  if (digits === 0) return judged.length >= 16 && spoken < 0.35 * judged.length;
  if (letters === 0) return false;
  const isLong =
    letters + digits === judged.length &&
    (judged.length >= 24 ? digits >= 3 : judged.length >= 18 && uppers >= 5);
  if (spoken > (isLong ? MOST_SPOKEN_LONG : MOST_SPOKEN) * judged.length) return false;
  return digits >= 2 && changes >= 0.15 * judged.length && letters + digits >= 0.5 * judged.length;
}

/**
 * True for letters of both cases that change too often for words written together, or that nobody can speak: of a value that has no
 * digits by chance, under a name that promises a credential.
 */
export function isJumbled(value: string): boolean {
  if (!/^(?=.*[a-z])(?=.*[A-Z])[A-Za-z]{12,64}$/.test(value) || isStandIn(value)) return false;
  if (profileOf(value).spoken < 0.35 * value.length) return true;
  return wordsOf(value).length >= value.length / (value.length < 16 ? 2.9 : 3.4);
}

/** True for several words in none of which a credential could stand, and for letters that no issuer uses. */
function isProse(value: string): boolean {
  let foreign = 0;
  for (let at = 0; at < value.length; at++) if (value.charCodeAt(at) > 127) foreign++;
  if (foreign > 0.2 * value.length) return true;
  return (
    /\s/.test(value) && !value.split(/\s+/).some((word) => word.length >= 20 && isRandom(word))
  );
}

/** True for letters of both cases and digits in the proportions of a random text: no name and no digest is like that. */
export function isBase62(value: string): boolean {
  const judged = value.slice(0, JUDGED);
  const { digits, letters, changes, spoken, uppers } = profileOf(judged);
  const isMixed = digits >= 2 && uppers >= 3 && letters - uppers >= 3;
  return (
    isMixed && changes >= 0.4 * judged.length && spoken < 0.4 * judged.length && isVaried(judged)
  );
}

interface Profile {
  readonly digits: number;
  readonly letters: number;
  readonly uppers: number;
  /** Places where a small letter, a capital or a digit follows one of another kind. */
  readonly changes: number;
  /** Characters in runs of four letters or more that can be spoken. */
  readonly spoken: number;
}

const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;

const kindOf = (code: number): number =>
  isLower(code) ? LOWER : isUpper(code) ? UPPER : isDigit(code) ? DIGIT : 0;

function profileOf(value: string): Profile {
  const profile = { digits: 0, letters: 0, uppers: 0, changes: 0, spoken: 0 };
  let run = new Letters();
  let last = 0;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    const kind = kindOf(code);
    if (kind === DIGIT) profile.digits++;
    else if (kind !== 0) profile.letters++;
    if (kind === UPPER) profile.uppers++;
    // A capital may begin a word of small letters.
    const isWord = kind === last || (last === UPPER && kind === LOWER && run.length === 1);
    if (!isWord) {
      if (at > 0) profile.changes++;
      profile.spoken += run.spoken;
      run = new Letters();
    }
    if (kind === LOWER || kind === UPPER) run.add(code | 32);
    last = kind;
  }
  profile.spoken += run.spoken;
  return profile;
}

/** Letters in a row. */
class Letters {
  length = 0;
  #vowels = 0;
  #consonants = 0;
  #mostConsonants = 0;

  add(code: number): void {
    this.length++;
    if (VOWELS.has(code)) {
      this.#vowels++;
      this.#consonants = 0;
    } else if (++this.#consonants > this.#mostConsonants) this.#mostConsonants = this.#consonants;
  }

  /** Their number, if they can be spoken: long enough, with vowels among them and few consonants in a row; else 0. */
  get spoken(): number {
    const isEven = this.#vowels >= 0.2 * this.length && this.#vowels <= 0.75 * this.length;
    return this.length >= 4 && isEven && this.#mostConsonants < 5 ? this.length : 0;
  }
}

const VOWELS: ReadonlySet<number> = new Set([...'aeiouy'].map((each) => each.charCodeAt(0)));

/** Longer values under a name that promises a password are texts about one. */
const MAX_PASSWORD = 128;
/** Texts that are no passwords: a path, an address, a call, a version, a color, a reference. */
const NO_PASSWORD =
  /^(?:[/~]|\.{1,2}\/|https?:|#[0-9a-f]{3,8}$|#\/|v?\d+(?:\.\d+)+$|@\/|\\[ux])|[()]|^\w+(?:\.[A-Za-z_]\w*)+$|^--?\w|^[a-z]+(?:-\d+)?$|^\w+\[\w+\]$|^[a-z]+[|:,][\w|:,]*$|\\$/i;

/** True for a value that people may have chosen as a password, under a name that promises one. */
export function isPassword(value: string): boolean {
  if (value.length < 6 || value.length > MAX_PASSWORD) return false;
  if (/\s/.test(value) || isProse(value)) return false;
  if (/^\d+$/.test(value)) return value.length >= 6 && !isStandIn(value);
  if (NO_PASSWORD.test(value) && !isRandom(value) && !isJumbled(value)) return false;
  if (isStandIn(value) || /^[\p{L}_-]+$/u.test(value)) return isRandom(value) || isJumbled(value);
  return (
    /\p{L}/u.test(value) &&
    /[\p{N}!@#$%^&*+?~]/u.test(value) &&
    !/^[\p{L}'-]+[.,:;!?]*$/u.test(value)
  );
}
