import { wrongParams } from './answerError.ts';

/** The members of an object that came as JSON. */
export type Raw = Readonly<Record<string, unknown>>;

/** Largest `uinteger` of LSP. */
const MAX_COUNT = 2 ** 31 - 1;
const NOTHING: Raw = Object.freeze(Object.create(null));

/** An object's members; none for `null`, for what is absent, and for an empty list, as Lua and Vim script write an empty object. */
export function members(value: unknown, name: string): Raw {
  if (value === undefined || value === null) return NOTHING;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Raw;
  if (Array.isArray(value) && value.length === 0) return NOTHING;
  throw wrongParams(name, 'an object');
}

/** A text of at most `most` UTF-16 units. */
export function text(value: unknown, name: string, most: number): string {
  if (typeof value === 'string' && value.length <= most) return value;
  throw wrongParams(name, `a text of at most ${most} characters`);
}

/** As `text`; `undefined` where there is none. */
export const optionalText = (value: unknown, name: string, most: number): string | undefined =>
  value === undefined || value === null ? undefined : text(value, name, most);

/** A number as LSP counts: what is below 0 counts as 0, what is too large as the largest, a fraction goes. */
export function count(value: unknown, name: string): number {
  if (typeof value !== 'number') throw wrongParams(name, 'a number from 0 on');
  return value > 0 ? Math.min(Math.floor(value), MAX_COUNT) : 0;
}

/** The members of a list, of at most `most`; none for `null` and for what is absent. */
export function list<Member>(
  value: unknown,
  name: string,
  most: number,
  parse: (member: unknown) => Member,
): readonly Member[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > most) {
    throw wrongParams(name, `a list of at most ${most}`);
  }
  return value.map((member) => parse(member));
}

/** Deepest and largest value that is copied; the capabilities of VS Code are 8 deep and have 600 members. */
const MAX_DEPTH = 12;
const MAX_MEMBERS = 20_000;

/** A copy without `null`, so that what is not there is `undefined` for everybody; what is too deep or too much is left out. */
export function boundedCopy(value: Raw): Raw {
  let left = MAX_MEMBERS;
  const copy = (each: unknown, depth: number): unknown => {
    if (each === null || --left < 0) return undefined;
    if (typeof each !== 'object') return each;
    if (depth === 0) return undefined;
    if (Array.isArray(each)) return each.slice(0, left).map((member) => copy(member, depth - 1));
    const copied: Record<string, unknown> = {};
    for (const name in each) {
      if (left <= 0) break;
      if (name !== '__proto__') copied[name] = copy((each as Raw)[name], depth - 1);
    }
    return copied;
  };
  return copy(value, MAX_DEPTH) as Raw;
}
