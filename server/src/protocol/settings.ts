import { type EndpointSetting, type SettingName, settingsTable } from './settingsTable.ts';

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
  const { schema, fallback } = settingsTable[name];
  if (value === undefined) return fallback;
  const result = schema.safeParse(value);
  if (result.success) return Object.freeze(result.data);
  const reason = result.error.issues[0]?.message ?? 'is not valid';
  problems.push(problem(`aurelis.${name}`, value, reason, `${brief(fallback)} is used`));
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
    const result = settingsTable.endpoints.schema.element.safeParse(element);
    const issue = result.success
      ? seen.has(result.data.id) && { path: ['id'], message: 'is used twice' }
      : result.error.issues[0];
    if (result.success && !issue) {
      seen.add(result.data.id);
      endpoints.push(Object.freeze(result.data));
      continue;
    }
    const path = ['endpoints', index, ...(issue ? issue.path : [])].map(String);
    const received = issue ? at(element, issue.path) : element;
    const reason = issue ? issue.message : 'is not valid';
    problems.push(
      problem(`aurelis.${path.join('.')}`, received, reason, 'this endpoint is left out'),
    );
  }
  return Object.freeze(endpoints);
}

const problem = (setting: string, value: unknown, reason: string, instead: string) => ({
  setting,
  message: `${setting}: ${brief(value)} ${reason.charAt(0).toLowerCase()}${reason.slice(1)}; ${instead}.`,
});

/** Values appear in messages: short, and never what may be a secret inside an object. */
function brief(value: unknown): string {
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
