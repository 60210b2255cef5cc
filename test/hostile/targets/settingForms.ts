import fc from 'fast-check';

type Values = Readonly<Record<string, unknown>>;

/** The forms in which editors hand over settings: flat or nested, with the prefix, below `aurelis` or neither. */
const FORMS: readonly ((values: Values) => object)[] = [
  (values) => ({ ...values }),
  nested,
  (values) =>
    Object.fromEntries(Object.entries(values).map(([name, each]) => [`aurelis.${name}`, each])),
  (values) => ({ aurelis: nested(values) }),
  (values) => ({ aurelis: { ...values } }),
  (values) => ({ settings: { aurelis: nested(values) } }),
  (values) => ({ settings: nested(values) }),
];

/** The same values in any of these forms. */
export const inAnyForm = (values: fc.Arbitrary<Values>): fc.Arbitrary<object> =>
  fc.tuple(values, fc.constantFrom(...FORMS)).map(([each, form]) => form(each));

function nested(values: Values): object {
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const parts = name.split('.');
    const last = parts.pop() ?? '';
    let group = all;
    for (const part of parts) {
      group[part] ??= {};
      group = group[part] as Record<string, unknown>;
    }
    group[last] = value;
  }
  return all;
}
