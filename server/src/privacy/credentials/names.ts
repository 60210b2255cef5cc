import { ALNUM, isDigit, isIn, isLower, isUpper, WORD } from './characters.ts';

/**
 * The promise of a name: a phrase of words from which a wallet's keys are drawn, a password that people choose, a secret key that a machine has drawn, a key of any other kind, a
 * signature that is as good as a key.
 */
export type Promised = 'phrase' | 'password' | 'key' | 'otherKey' | 'signature';

/** Names longer than this promise nothing, in UTF-16 units. */
const MAX_NAME = 96;
/** Words that say nothing of what a value is: `passwordValue`, `API_KEY_PROD`. */
const NEUTRAL = new Set(
  'value val str string plain plaintext raw encoded base64 b64 hex prod production staging dev live sandbox old new current default primary secondary backup main base data bytes test local qa uat stg stage ci'.split(
    ' ',
  ),
);
const PASSWORDS = new Set(
  'password passwd passphrase passcode psk passwort kennwort pwd pass psw pswd passw secret senha contrasena contrasenya clave motdepasse passe mdp wachtwoord parola parol geheim passord adgangskode losenord salasana heslo haslo geslo lozinka jelszo sifre sandi mima'.split(
    ' ',
  ),
);
const PHRASES = new Set('mnemonic seed seedphrase'.split(' '));
const KEYS = new Set(
  'token apikey credential credentials creds auth authorization bearer jwt dsn pat sas cookie sid sessid sessionid'.split(
    ' ',
  ),
);
/** Words that make a key a secret one, whatever its value is. */
const SECRET_KINDS = new Set(
  'api access secret private auth signing encryption encrypt master account storage shared client license admin webhook session'.split(
    ' ',
  ),
);
/** Words that make a key a harmless one: with any other before it, a key that is random is taken for a secret. */
const HARMLESS_KINDS = new Set(
  'public cache primary foreign sort partition object query row map index item lookup translation message react hot'.split(
    ' ',
  ),
);
/** Ends of names whose words are written together: `dbpassword`, `accesskey`. */
const JOINED =
  /(?:(password|passwd|passphrase|secret|(?:store|key|db|user|root|admin|smtp|mail|ftp|sql|require)(?:pass|pwd))|token|sessid|sessionid|apikey|accesskey|secretkey|privatekey|authkey|accountkey|signingkey|encryptionkey|credentials?)$/;

/** The first character of the name that ends at a place. */
export function nameStart(text: string, end: number): number {
  let start = end;
  const least = Math.max(0, end - MAX_NAME);
  while (start > least && isNamed(text.charCodeAt(start - 1))) start--;
  return start;
}

/** Of names in any style: `db.password`, `api-key`, `FOO_TOKEN`, `$token`. */
const isNamed = (code: number): boolean =>
  isIn(WORD, code) || code === 0x2d || code === 0x2e || code === 0x24;

/** Reads a name's words from its end. */
class Words {
  readonly #text: string;
  readonly #start: number;
  #end: number;

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#start = start;
    this.#end = end;
  }

  /** The word before the one read last, in small letters and without digits behind it; '' where there is none. */
  previous(): string {
    const least = this.#start;
    let end = this.#end;
    while (end > least && (isDigit(this.#code(end - 1)) || !isIn(ALNUM, this.#code(end - 1))))
      end--;
    let start = end;
    if (isLower(this.#code(end - 1))) {
      while (start > least && (isLower(this.#code(start - 1)) || isDigit(this.#code(start - 1))))
        start--;
      if (start > least && isUpper(this.#code(start - 1))) start--;
    } else {
      while (start > least && (isUpper(this.#code(start - 1)) || isDigit(this.#code(start - 1))))
        start--;
    }
    this.#end = start;
    return this.#text.slice(start, end).toLowerCase();
  }

  #code(at: number): number {
    return this.#text.charCodeAt(at);
  }
}

/** 1 for the last two letters of a word that says something. */
const ENDS = new Uint8Array(1 << 10);
for (const word of [
  ...PASSWORDS,
  ...PHRASES,
  'phrase',
  ...KEYS,
  ...NEUTRAL,
  'key',
  'credential',
  'secret',
  'sig',
  'signature',
  'id',
]) {
  ENDS[endOf(word.charCodeAt(word.length - 2), word.charCodeAt(word.length - 1))] = 1;
}

function endOf(code: number, last: number): number {
  return ((code & 31) << 5) | (last & 31);
}

/** False for names that end as none that promises something does, whatever digits stand behind. */
function mayPromise(text: string, start: number, end: number): boolean {
  let last = end - 1;
  while (last > start && !isLower(text.charCodeAt(last)) && !isUpper(text.charCodeAt(last))) last--;
  return last - start > 1 && ENDS[endOf(text.charCodeAt(last - 1), text.charCodeAt(last))] === 1;
}

/** The promise of the name from `start` to `end`; `undefined` for one that promises nothing. */
export function promiseOf(text: string, start: number, end: number): Promised | undefined {
  if (!mayPromise(text, start, end)) return undefined;
  const words = new Words(text, start, end);
  let word = words.previous();
  for (let count = 0; NEUTRAL.has(word) && count < 3; count++) word = words.previous();
  if (word === 'id') return words.previous() === 'session' ? 'key' : undefined;
  if (word.length < 3) return undefined;
  if (PASSWORDS.has(word)) return 'password';
  if (PHRASES.has(word)) return 'phrase';
  if (word === 'phrase') {
    return PHRASES.has(words.previous()) ? 'phrase' : undefined;
  }
  if (KEYS.has(word)) return 'key';
  if (word === 'sig' || word === 'signature') return 'signature';
  if (word === 'key') {
    const kind = words.previous();
    if (kind.length < 2 || HARMLESS_KINDS.has(kind)) return undefined;
    return SECRET_KINDS.has(kind) ? 'key' : 'otherKey';
  }
  // “Apikey” and “dbpassword” are one word each.
  const joined = word.length > 5 ? JOINED.exec(word) : null;
  if (joined === null) return undefined;
  return joined[1] === undefined ? 'key' : 'password';
}
