import type { Assigned } from './assigned.ts';
import { judged } from './assigned.ts';
import { type Value, valueAfter } from './assignedValue.ts';
import type { Runs } from './characters.ts';
import { nameStart, promiseOf } from './names.ts';

/** Commands that name a variable and then its value, with a space between. */
const SETTERS =
  /(?:^|\n)[ \t]{0,32}(?:ENV|ARG|#define|setx|setenv|set -gx|SetEnv|fastcgi_param|proxy_set_header)[ \t]{1,8}$/;
const LOGIN = /\b(?:login|user|account|machine)\s{1,8}\S{1,128}\s{1,8}$/;
/** The words before `PASSWORD '…'` in SQL. */
const OF_USER = /\b(?:with|encrypted|user|role|login|identified|superuser|for)\b[^\n'"]{0,80}$/i;
/** The words before the password of `IDENTIFIED BY '…'`. */
const IDENTIFIED = /\bidentified\s{1,8}(?:with\s{1,8}["'`\w]{1,64}\s{1,8})?$/i;
const LINE_BEGIN = /(?:^|\n)[ \t]{0,64}(?:(?:enable|username \S{1,64}|set)[ \t]{1,8})?$/;

/** An option of one letter that takes a password in some commands: alone before it, or written together with it. */
interface Option {
  readonly letter: string;
  readonly commands: RegExp;
  readonly isTogether: boolean;
  /** The mark between a user and the password. */
  readonly mark?: string;
}
const OPTIONS: readonly Option[] = [
  { letter: 'p', commands: /\bsshpass /, isTogether: true },
  {
    letter: 'p',
    commands: /\b(?:mysql\w{0,12}|mariadb[\w-]{0,12}|mycli|7z[ar]?|u?n?rar) /,
    isTogether: true,
  },
  {
    letter: 'p',
    commands:
      /\b(?:mongo\w{0,12}|(?:docker|podman|nerdctl|helm|az|oc|buildah|skopeo)\b.{0,80} login) /,
    isTogether: false,
  },
  { letter: 'P', commands: /\b(?:sqlcmd|osql|bcp|isql|tsql|zip|unzip) /, isTogether: true },
  { letter: 'a', commands: /\b(?:redis-cli|valkey-cli|keydb-cli) /, isTogether: false },
  { letter: 'w', commands: /\bldap\w{3,10} /, isTogether: true },
  { letter: 'a', commands: /\b(?:https?|xhs?) /, isTogether: false, mark: ':' },
  { letter: 'u', commands: /\b(?:curl|wget|http) /, isTogether: false, mark: ':' },
  { letter: 'U', commands: /\b(?:smbclient|rpcclient|net) /, isTogether: false, mark: '%' },
];
const LETTERS: ReadonlySet<string> = new Set(OPTIONS.map(({ letter }) => letter));
/** The option may stand so many characters behind its command. */
const MAX_COMMAND = 240;
const MAX_VALUE = 1_024;
/** Between one command and the next. */
const SEPARATORS = ['\n', '|', ';'];

/**
 * The value behind a word that promises a credential, with a space between: `--password …`, `ENV TOKEN …`, `machine … login … password …`,
 * `#define API_KEY "…"`, `IDENTIFIED BY '…'`.
 */
export function inCommand(
  text: string,
  start: number,
  end: number,
  runs: Runs,
): Assigned | undefined {
  const option = text.charCodeAt(start - 1) === 0x2d ? optionAt(text, start) : undefined;
  if (option !== undefined) return option;
  if (text.charCodeAt(end) !== 0x20) return undefined;
  const spelled = inPhrase(text, start, end, runs);
  if (spelled !== undefined) return spelled;
  const first = nameStart(text, end);
  const promised = promiseOf(text, first, end);
  if (promised === undefined) return undefined;
  const value = pastDigit(text, end, valueAfter(text, end, runs), runs);
  if (value === undefined || value.isWrapped) return undefined;
  if (text.charAt(first) === '-') return judged(text, value, promised, false);
  const before = text.slice(Math.max(0, first - 240), first);
  const isUsers = value.isQuoted && promised === 'password' && OF_USER.test(before);
  // A keyword of Lisp: `:password "…"`.
  const isKeyword = value.isQuoted && text.charAt(first - 1) === ':';
  if (isUsers || isKeyword || SETTERS.test(before) || LOGIN.test(before)) {
    return judged(text, value, promised, false);
  }
  const isAlone = !value.isQuoted && LINE_BEGIN.test(before) && isLineEnd(text, value.end);
  // No sentence has the word by which Redis names its password.
  const isLoose = !isAlone || text.slice(first, end) !== 'requirepass';
  return isAlone || (value.isQuoted && start >= first)
    ? judged(text, value, promised, isLoose)
    : undefined;
}

const isLineEnd = (text: string, at: number): boolean =>
  at === text.length || '\r\n'.includes(text.charAt(at));

/** Routers write the kind of a password before it: `password 7 …`. */
function pastDigit(
  text: string,
  from: number,
  value: Value | undefined,
  runs: Runs,
): Value | undefined {
  const isDigit = value?.end === from + 2 && /\d/.test(text.charAt(from + 1));
  return isDigit && text.charAt(value.end) === ' ' ? valueAfter(text, value.end, runs) : value;
}

/** The password behind `IDENTIFIED BY` and `ConvertTo-SecureString`. */
function inPhrase(text: string, start: number, end: number, runs: Runs): Assigned | undefined {
  const length = end - start;
  if (length !== 2 && length !== 12) return undefined;
  const word = text.slice(start, end).toLowerCase();
  const before = text.slice(Math.max(0, start - 100), start);
  const isPhrase =
    word === 'by'
      ? IDENTIFIED.test(before)
      : word === 'securestring' && before.toLowerCase().endsWith('convertto-');
  if (!isPhrase) return undefined;
  const from = text.startsWith(' -String ', end) ? end + 8 : end;
  const value = valueAfter(text, from, runs);
  return value && judged(text, value, 'password', false);
}

/** The password behind `sshpass -p` and, with its user before it, `curl -u`. */
function optionAt(text: string, at: number): Assigned | undefined {
  const letter = text.charAt(at);
  if (!LETTERS.has(letter) || text.charCodeAt(at - 2) !== 0x20) return undefined;
  const isTogether = text.charAt(at + 1) !== ' ';
  const from = isTogether ? at + 1 : at + 2;
  const value = /^["']?([^\s"']{1,1024})/.exec(text.slice(from, from + MAX_VALUE + 1));
  if (value === null) return undefined;
  const before = text.slice(Math.max(0, at - MAX_COMMAND), at);
  const command = before.slice(Math.max(...SEPARATORS.map((each) => before.lastIndexOf(each))) + 1);
  const option = OPTIONS.find(
    (each) =>
      each.letter === letter && (each.isTogether || !isTogether) && each.commands.test(command),
  );
  const all = value[1] ?? '';
  if (option === undefined || (option.mark !== undefined && !all.includes(option.mark)))
    return undefined;
  const password = option.mark === undefined ? all : all.slice(all.indexOf(option.mark) + 1);
  const end = from + value[0].length;
  return judged(text, { start: end - password.length, end }, 'password', false);
}
