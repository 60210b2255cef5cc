import { isBounded } from './bounds.ts';
import { brief, HIDDEN, reasonOf } from './problemTexts.ts';
import { settingsTable } from './settingsTable.ts';

/** Most entries of a menu; a list of more is a mistake. */
const MAX_ENTRIES = 100;
const SETTING = 'aurelis.actions.custom';
const LEFT_OUT = 'this entry is left out';

const { element: schema } = settingsTable['actions.custom'].schema;
type CustomAction = (typeof settingsTable)['actions.custom']['fallback'][number];

/** Reads the user's own entries of the menu: one that cannot be used is left out, and told by its number and title. `tell` gets a sentence each. */
export function parseCustomActions(
  list: readonly unknown[],
  tell: (sentence: string) => void,
): readonly CustomAction[] {
  if (list.length > MAX_ENTRIES)
    tell(`${SETTING}: only the first ${MAX_ENTRIES} entries are used.`);
  const entries = list.slice(0, MAX_ENTRIES).flatMap((element, index) => {
    const name = `${SETTING} ${nameOf(element, index)}`;
    if (!isBounded(element)) {
      tell(`${name}: it is too large; ${LEFT_OUT}.`);
      return [];
    }
    const result = schema.safeParse(element);
    if (result.success) return [result.data];
    const [issue] = result.error.issues;
    if (issue?.code === 'unrecognized_keys') {
      tell(`${name}: ${issue.keys.slice(0, 1).map(brief).join()} is not known; ${LEFT_OUT}.`);
      return [];
    }
    const path = issue?.path ?? [];
    const where = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
    const isMissing = path.length > 0 && member(element, String(path[0])) === undefined;
    tell(
      `${name}: ${where}${brief(isMissing ? undefined : HIDDEN)} ${reasonOf(issue)}; ${LEFT_OUT}.`,
    );
    return [];
  });
  return Object.freeze(entries);
}

function nameOf(element: unknown, index: number): string {
  const title = member(element, 'title');
  const place = `number ${index + 1}`;
  return typeof title === 'string' && title !== '' ? `(${place}, ${brief(title)})` : `(${place})`;
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
