import { type SettingName, settingsTable } from './settingsTable.ts';

/** The settings that one source holds, by name, and the names that are none of ours. */
export interface NamedValues {
  readonly values: ReadonlyMap<SettingName, unknown>;
  readonly unknown: readonly string[];
  /** The names of settings and groups that are there twice, or hold no object where settings stand below them. */
  readonly misplaced: readonly { readonly name: string; readonly reason: string }[];
}

const SECTION = 'aurelis';
/** Most members of one object that are looked at; more than there are settings, and than people mistype. */
const MAX_MEMBERS = 1_000;

/** The names of all settings. */
export const names: ReadonlySet<string> = new Set(Object.keys(settingsTable));
/** The groups that they are in: `cache` and `cache.memory`, for `cache.memory.maxEntries`. */
export const groups: ReadonlySet<string> = new Set(
  [...names].flatMap((name) => {
    const parts = name.split('.');
    return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('.'));
  }),
);

/**
 * Finds settings by name in what a client hands over: nested, flat or half of each, with the prefix `aurelis.`, without
 * it, or below a member `aurelis`. `null` is no value. Total, and linear in the number of members.
 */
export function namedValues(raw: unknown): NamedValues {
  const found = { values: new Map<SettingName, unknown>(), unknown: [], misplaced: [] };
  if (isGroup(raw)) collect(raw, '', found);
  return found;
}

interface Found {
  readonly values: Map<SettingName, unknown>;
  readonly unknown: string[];
  readonly misplaced: { name: string; reason: string }[];
}

function collect(group: object, path: string, found: Found): void {
  const members = Object.entries(group);
  if (members.length > MAX_MEMBERS) {
    const reason = `has more than ${MAX_MEMBERS} members; the others are ignored`;
    found.misplaced.push({ name: path === '' ? SECTION : path, reason });
  }
  for (const [key, value] of members.slice(0, MAX_MEMBERS)) {
    if (value === null || value === undefined) continue;
    const full = path === '' ? key : `${path}.${key}`;
    const name = full.startsWith(`${SECTION}.`) ? full.slice(SECTION.length + 1) : full;
    if (names.has(name)) take(name as SettingName, value, found);
    else if (full === SECTION || groups.has(name)) {
      if (isGroup(value)) collect(value, full === SECTION ? SECTION : name, found);
      else found.misplaced.push({ name, reason: 'must be an object; it is ignored' });
    } else found.unknown.push(name);
  }
}

function take(name: SettingName, value: unknown, { values, misplaced }: Found): void {
  if (values.has(name)) misplaced.push({ name, reason: 'is set twice; the first one is used' });
  else values.set(name, value);
}

/** An empty list is what editors configured in Lua send for an empty object. */
const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(Array.isArray(value) && value.length > 0);
