import type { Generation } from '../../domain/generation.ts';
import type { Refusal } from '../answer/reading.ts';
import { readText } from '../answer/readText.ts';
import { COMMON } from '../context/symbolsIn.ts';

/** Most names that are offered, and the longest one. */
const MAX_NAMES = 8;
const MAX_NAME = 80;
/** A list is short: what is behind is talk. */
const MAX_READ = 4_000;
/** More words on a line are a sentence. */
const MAX_WORDS = 1;

/** Not to be seen, or like another letter in most fonts. */
const HIDDEN = /\p{Default_Ignorable_Code_Point}/u;
const LATIN = /\p{Script=Latin}/u;
const FOREIGN = /(?!\p{Script=Latin})\p{L}/u;
/** Names that mean something by themselves where there are such things. */
const OWN = new Set(
  '__proto__ arguments constructor eval globals Infinity locals NaN nonlocal'.split(' '),
);

const NAME = /^[\p{L}_$@#][\p{L}\p{N}_$]*[?!]?$/u;
const NAME_WITH_HYPHENS = /^[\p{L}_-][\p{L}\p{N}_-]*$/u;
const SIGILS = /^[$@#]+/;

/** Names out of a model's answer that may take the place of `name`, the best first; a name that stands in `taken` may not. */
export function readNames(
  answer: Pick<Generation, 'text' | 'ending' | 'fault' | 'withheld'>,
  name: string,
  taken: ReadonlySet<string>,
): readonly string[] | Refusal | 'noNames' {
  const read = readText(answer);
  if (typeof read === 'string') return read;
  const lines = read.text.slice(0, MAX_READ).split('\n');
  // The last one may be a part of a name.
  if (answer.ending === 'length' || answer.fault !== undefined) lines.pop();
  const names = new Set<string>();
  for (const word of lines.flatMap(wordsOn)) {
    const spelt = spelledAs(word, name);
    if (isName(spelt, name) && !taken.has(spelt)) names.add(spelt);
  }
  return names.size === 0 ? 'noNames' : [...names].slice(0, MAX_NAMES);
}

/** The names on a line: one behind a number or a bullet, before an explanation; several in a list of JSON or one with commas. */
function wordsOn(line: string): string[] {
  const text = line.trim();
  const isList = /^[["'`\p{L}_$@]/u.test(text) && text.includes(',') && !/[.:;(]/.test(text);
  if (isList) return text.split(',').flatMap((part) => wordsOn(part));
  const item = text.replace(/^(?:[-*+•>]|\d{1,2}[.):])\s+/, '').replace(/^[[\s]+/, '');
  const quoted = /^(?:\*\*)?[`"'](?<word>[^`"'\s]+)[`"']/.exec(item)?.groups?.word;
  if (quoted !== undefined) return [quoted];
  const head = item.split(/\s[-–—:(#]|:\s|[\],]/, 1)[0] ?? '';
  const words = head.replaceAll('*', '').split(/\s+/).filter(Boolean);
  return words.length <= MAX_WORDS ? words : [];
}

/** With the sign in front of it that the old name has. */
function spelledAs(word: string, name: string): string {
  const [sigil = ''] = SIGILS.exec(name) ?? [];
  return sigil + word.replace(SIGILS, '');
}

const isName = (word: string, name: string): boolean =>
  word !== name &&
  word.length <= MAX_NAME &&
  !COMMON.has(word) &&
  !OWN.has(word) &&
  !isDeceptive(word) &&
  (/[?!]$/.test(name) || !/[?!]$/.test(word)) &&
  (name.includes('-') ? NAME_WITH_HYPHENS : NAME).test(word);

/** True for a name that people would take for another one. */
const isDeceptive = (word: string): boolean =>
  HIDDEN.test(word) || word.normalize('NFKC') !== word || (LATIN.test(word) && FOREIGN.test(word));
