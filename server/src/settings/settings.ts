import type { EndpointSetting } from './endpointSetting.ts';
import { type SettingName, settingsTable } from './settingsTable.ts';

/** All settings, checked and frozen, by their dotted names. */
export type Settings = {
  readonly [Name in SettingName]: (typeof settingsTable)[Name]['fallback'];
};

/** A value that could not be used: which setting, what it held, why not, what holds instead. */
interface SettingProblem {
  readonly setting: string;
  readonly message: string;
}

export interface ParsedSettings {
  readonly settings: Settings;
  readonly problems: readonly SettingProblem[];
}

const names = Object.keys(settingsTable) as SettingName[];

export const defaultSettings: Settings = Object.freeze(
  Object.fromEntries(names.map((name) => [name, settingsTable[name].fallback])) as Settings,
);

/**
 * Reads the nested object that `workspace/configuration` returns for the section `aurelis`. Total: every
 * value that cannot be used is replaced by its default (a bad endpoint is left out) and reported.
 */
export function parseSettings(raw: unknown): ParsedSettings {
  const problems: SettingProblem[] = [];
  const values: Record<string, unknown> = {};
  if (raw !== undefined && raw !== null && (typeof raw !== 'object' || Array.isArray(raw))) {
    problems.push(problem('aurelis', raw, 'must be an object', 'the defaults are used'));
  }
  for (const name of names) {
    const value = valueAt(raw, name);
    values[name] =
      name === 'endpoints' ? parseEndpoints(value, problems) : parseLeaf(name, value, problems);
  }
  return { settings: Object.freeze(values) as Settings, problems };
}

function parseLeaf(name: SettingName, value: unknown, problems: SettingProblem[]): unknown {
  const { schema, fallback, scope } = settingsTable[name];
  if (value === undefined) return fallback;
  const result = schema.safeParse(value);
  if (result.success) return Object.freeze(result.data);
  const reason = result.error.issues[0]?.message ?? 'is not valid';
  // Where code and keys go may be told with a password in it.
  const told = scope === 'machine' ? HIDDEN : value;
  problems.push(problem(`aurelis.${name}`, told, reason, `${brief(fallback)} is used`));
  return fallback;
}

function parseEndpoints(value: unknown, problems: SettingProblem[]): readonly EndpointSetting[] {
  if (value === undefined || value === null) return settingsTable.endpoints.fallback;
  if (!Array.isArray(value)) {
    problems.push(problem('aurelis.endpoints', value, 'must be a list', 'an empty list is used'));
    return settingsTable.endpoints.fallback;
  }
  const seen = new Set<string>();
  const endpoints: EndpointSetting[] = [];
  for (const [index, element] of value.entries()) {
    const endpoint = parseEndpoint(element, `aurelis.endpoints.${index}`, problems);
    if (endpoint === undefined) continue;
    if (seen.has(endpoint.id)) {
      const name = `aurelis.endpoints.${index}.id`;
      problems.push(problem(name, endpoint.id, 'is used twice', LEFT_OUT));
      continue;
    }
    seen.add(endpoint.id);
    endpoints.push(Object.freeze(endpoint));
  }
  return Object.freeze(endpoints);
}

const LEFT_OUT = 'this endpoint is left out';
/** Stands for a value that may hold a key or a password. */
const HIDDEN = {};

/** An endpoint without what we do not know of it; `undefined` if the rest is not valid either. */
function parseEndpoint(
  element: unknown,
  name: string,
  problems: SettingProblem[],
): EndpointSetting | undefined {
  const result = settingsTable.endpoints.schema.element.safeParse(element);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      // What people write where it does not belong may be a key: the value is not told.
      const setting = [name, ...issue.path, key].map(String).join('.');
      problems.push({ setting, message: `${setting} is not known; it is ignored.` });
    }
    return parseEndpoint(without(element, issue.path, issue.keys), name, problems);
  }
  const path = issue?.path ?? [];
  const reason = issue?.message ?? 'is not valid';
  const received = path.includes('headers') ? HIDDEN : at(element, path);
  problems.push(problem([name, ...path].map(String).join('.'), received, reason, LEFT_OUT));
  return undefined;
}

/** A copy in which the object at `path` lacks some members. */
function without(value: unknown, path: readonly PropertyKey[], keys: readonly string[]): unknown {
  const [first, ...rest] = path;
  const entries = Object.entries(value as object);
  if (first === undefined)
    return Object.fromEntries(entries.filter(([key]) => !keys.includes(key)));
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, key === first ? without(inner, rest, keys) : inner]),
  );
}

const problem = (setting: string, value: unknown, reason: string, instead: string) => ({
  setting,
  message: `${setting}: ${brief(value)} ${reason.charAt(0).toLowerCase()}${reason.slice(1)}; ${instead}.`,
});

/** Values appear in messages: short, and never what may be a secret inside an object. */
function brief(value: unknown): string {
  if (value === HIDDEN) return 'the value';
  if (value === undefined) return '(nothing)';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, step) => member(inner, String(step)), value);

/** Finds `a.b.c` nested, as VS Code delivers it, or flat, as people write it in files. */
function valueAt(raw: unknown, name: string): unknown {
  const flat = member(raw, name);
  return flat === undefined ? at(raw, name.split('.')) : flat;
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
