import { decoded } from './jsonText.ts';
import type { Layer, Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';
import { Walk } from './walk.ts';

/** Languages in which no backslash stands before a letter or a quote but in strings. */
const WITHOUT_BACKSLASH =
  /^(?:javascript|typescript)(?:react)?$|^(?:python|java|kotlin|scala|csharp|dart|go|rust|zig|c|cpp|objective-c|objective-cpp|lua|sql|css|scss|less|json|jsonc)$/;
const SIGN = /\\[nrt"]/;
const EVERY_SIGN = new RegExp(SIGN, 'g');
/** The beginning of a regular expression that has such a sign. */
const PATTERN = /(?:^|[(,=:[!&|?{};\s])\/(?![/*\s])[^\n]{0,80}?\\[nrt]/;
const SAYS: Readonly<Record<string, string>> = { '\\n': '\n', '\\r': '', '\\t': '\t' };
/** A first line with such a sign: no other may follow. */
const WHOLE = /^\s*(?!\s)[^\n]*\\[nrt"]/;
/** Likewise, or the beginning of one at the end. */
const GROWING = /^\s*(?!\s)[^\n]*\\(?:[nrt"]|$)/;

/** Writes line ends that a model has spelled: all of an answer is on one line, with `\n` outside its strings. */
export const escapesLayer: Layer = { apply: decodeEscapes, whole: WHOLE, growing: GROWING };

function decodeEscapes(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  if (at.kind !== 'code' || !WITHOUT_BACKSLASH.test(at.languageId)) return said;
  if (text.trim().includes('\n') || (text.includes('\\') && PATTERN.test(text))) return said;
  const walk = new Walk(text, at);
  const found = [...text.matchAll(EVERY_SIGN)].filter(
    ({ index }) => text.charAt(index - 1) !== "'" && walk.stateAt(index).inside === 'code',
  );
  const [first] = found;
  if (!isOver) {
    const held = first?.index ?? text.length - (text.endsWith('\\') ? 1 : 0);
    return { text: text.slice(0, held), isOver };
  }
  // Where all quotes are spelled so, all of it is a string of JSON without its own.
  const isAll = text.includes('\\"') && !/(?:^|[^\\])"/.test(text);
  if (first !== undefined && isAll) return { text: decoded(`"${text}"`, 0, true).value, isOver };
  if (!found.some(([sign]) => sign === '\\n')) return said;
  const places = new Set(found.map(({ index }) => index));
  const says = (sign: string, index: number) => (places.has(index) ? (SAYS[sign] ?? sign) : sign);
  return { text: text.replaceAll(EVERY_SIGN, says), isOver };
}
