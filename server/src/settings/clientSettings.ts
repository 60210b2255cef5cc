import { groups, names } from './namedValues.ts';
import { nearestName } from './nearestName.ts';

/** Members of `initializationOptions` that are no settings. */
const OPTIONS: readonly string[] = ['storagePath', 'settings', 'custom', 'isTrusted'];
const SECTION = 'aurelis';
/** Most members of one object that are looked at. */
const MAX_MEMBERS = 1_000;
/** Most members that are compared with our names, where none of them is ours. */
const MAX_GUESSED = 50;

/**
 * Returns the parts that may hold settings of `initializationOptions`, of an answer to `workspace/configuration` or of what
 * `workspace/didChangeConfiguration` carries: the member `settings`, and the members beside it. Editors send the same object
 * in all three ways, some with the settings of every server in it.
 */
export function settingsIn(raw: unknown): unknown[] {
  if (raw === null || raw === undefined) return [];
  // An answer to one question, as it comes.
  if (Array.isArray(raw)) return raw.slice(0, 1).flatMap(settingsIn);
  if (typeof raw !== 'object') return [raw];
  const inner = Object.hasOwn(raw, 'settings')
    ? (raw as { settings: unknown }).settings
    : undefined;
  const beside = ownMembers(raw);
  return [
    ...(isGroup(inner) ? [ownMembers(inner)] : []),
    ...(beside === undefined ? [] : [beside]),
  ];
}

/** An object without the sections of other programs; `undefined` where nothing is left. */
function ownMembers(raw: object): object | undefined {
  const members = Object.entries(raw).filter(([name]) => !OPTIONS.includes(name));
  const kept = members.slice(0, MAX_MEMBERS);
  const isSection = ([name]: [string, unknown]) =>
    name === SECTION || name.startsWith(`${SECTION}.`);
  const isKnown = ([name]: [string, unknown]) => names.has(name) || groups.has(name);
  const own = kept.some(isSection)
    ? kept.filter(isSection)
    : kept.some(isKnown)
      ? kept
      : kept.slice(0, MAX_GUESSED).filter(([name]) => nearestName(name) !== undefined);
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null;
