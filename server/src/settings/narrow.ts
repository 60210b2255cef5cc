/**
 * How two values of a setting become one that allows no more than either: `off` for switches, `smaller` for numbers,
 * `languages` for switches by language, `joined` for lists of what is excluded.
 */
export type NarrowRule = 'off' | 'smaller' | 'languages' | 'joined';

type Languages = Readonly<Record<string, boolean>>;

/** Returns the value that allows no more than either. Both are valid values of a setting of that rule. */
export function narrower(rule: NarrowRule, one: unknown, other: unknown): unknown {
  switch (rule) {
    case 'off':
      return one === true && other === true;
    case 'smaller':
      return Math.min(Number(one), Number(other));
    case 'languages':
      return narrowerLanguages(one as Languages, other as Languages);
    case 'joined':
      return Object.freeze([...new Set([...(one as unknown[]), ...(other as unknown[])])]);
  }
}

/** A language is on only where both have it on; `*` stands in each for what that one does not list. */
function narrowerLanguages(one: Languages, other: Languages): Languages {
  const names = new Set(['*', ...Object.keys(one), ...Object.keys(other)]);
  return Object.freeze(
    Object.fromEntries([...names].map((name) => [name, isOn(one, name) && isOn(other, name)])),
  );
}

/** Returns whether a language is on. An id that is a member of every object (`constructor`) is no entry. */
const isOn = (languages: Languages, name: string): boolean =>
  (Object.hasOwn(languages, name) ? languages[name] : languages['*']) ?? true;
