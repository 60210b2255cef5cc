import * as z from 'zod';
import { visible } from '../protocol/plainText.ts';
import { isBounded } from './bounds.ts';
import { parseCustomActions } from './customActionList.ts';
import { parseEndpoints } from './endpointList.ts';
import { parseGlobs } from './globSetting.ts';
import { namedValues } from './namedValues.ts';
import { nearestName } from './nearestName.ts';
import { brief, HIDDEN, reasonOf } from './problemTexts.ts';
import { type SettingName, settingsTable } from './settingsTable.ts';

/** All settings, checked and frozen, by their dotted names. */
export type Settings = {
  readonly [Name in SettingName]: (typeof settingsTable)[Name]['fallback'];
};

export interface ParsedSettings {
  readonly settings: Settings;
  /** The settings that somebody has set, whatever to. */
  readonly given: ReadonlySet<SettingName>;
  /** A sentence for each value or name that could not be used: which one, why not, what holds instead. */
  readonly problems: readonly string[];
}

/** The valid values that one source holds, by name. */
export interface ParsedSource {
  readonly values: ReadonlyMap<SettingName, unknown>;
  readonly unknown: readonly string[];
  readonly problems: readonly string[];
}

const names = Object.keys(settingsTable) as SettingName[];

export const defaultSettings: Settings = settingsFrom(new Map());

/** Longest name that is quoted, in UTF-16 units. */
const MAX_NAME = 100;
/** Most sentences about one source. */
const MAX_PROBLEMS = 30;

/** Settings that hold some values, and defaults where there is none. */
export function settingsFrom(values: ReadonlyMap<SettingName, unknown>): Settings {
  const all = names.map((name) => [name, values.get(name) ?? settingsTable[name].fallback]);
  return Object.freeze(Object.fromEntries(all)) as Settings;
}

/** Reads the settings of a single source. Total: a value that cannot be used is replaced by its default and reported. */
export function parseSettings(raw: unknown): ParsedSettings {
  const { values, unknown, problems } = parseSource(raw);
  const given = new Set(values.keys());
  return {
    settings: settingsFrom(values),
    given,
    problems: [...problems, ...unknownNames(unknown)],
  };
}

/**
 * Reads the settings that one source holds, in any form that `namedValues` knows. Total: a value that cannot be used is
 * left out (of a list of endpoints, that endpoint) and reported.
 */
export function parseSource(raw: unknown, where = ''): ParsedSource {
  const problems: string[] = [];
  const tell = (sentence: string) => problems.push(`${sentence.slice(0, -1)}${where}.`);
  if (raw !== undefined && raw !== null && typeof raw !== 'object') {
    tell('aurelis: the settings must be an object; they are ignored.');
  }
  const named = namedValues(raw);
  for (const { name, reason } of named.misplaced) tell(`aurelis.${name} ${reason}.`);
  const values = new Map<SettingName, unknown>();
  for (const [name, value] of named.values) {
    const parsed = parseValue(name, value, tell, where === '' ? undefined : 'it is ignored');
    if (parsed !== undefined) values.set(name, parsed);
  }
  return { values, unknown: named.unknown, problems: bounded(problems) };
}

/** Says of names that are none of ours which are probably meant. */
export const unknownNames = (unknown: readonly string[], where = ''): string[] =>
  bounded(
    unknown.slice(0, MAX_PROBLEMS + 1).map((name) => {
      const nearest = nearestName(name);
      const meant = nearest === undefined ? '' : ` Did you mean aurelis.${nearest}?`;
      return `aurelis.${visible(name, MAX_NAME)}${where} is not known; it is ignored.${meant}`;
    }),
  );

function bounded(problems: readonly string[]): string[] {
  if (problems.length <= MAX_PROBLEMS) return [...problems];
  return [...problems.slice(0, MAX_PROBLEMS), 'aurelis: there are more problems of this kind.'];
}

/** Returns `undefined` for a value that cannot be used. */
function parseValue(
  name: SettingName,
  raw: unknown,
  tell: (sentence: string) => void,
  instead = `${brief(settingsTable[name].fallback)} is used`,
): unknown {
  const { schema, fallback } = settingsTable[name];
  const setting = `aurelis.${name}`;
  const value = inForm(raw, fallback);
  if (name === 'endpoints' && Array.isArray(value)) return parseEndpoints(value, tell);
  if (name === 'actions.custom' && Array.isArray(value)) return parseCustomActions(value, tell);
  if (name === 'privacy.exclude') return parseGlobs(setting, value, tell);
  if (!isBounded(value)) {
    tell(`${setting}: the value is too large; ${instead}.`);
    return undefined;
  }
  const result = schema.safeParse(value);
  if (result.success) return Object.freeze(result.data);
  // Anything but a switch, a number or a choice may be an address with a password in it, or a key in the wrong place.
  const isTold =
    fallback === null ||
    ['boolean', 'number'].includes(typeof fallback) ||
    schema instanceof z.ZodEnum;
  tell(
    `${setting}: ${brief(isTold ? value : HIDDEN)} ${reasonOf(result.error.issues[0])}; ${instead}.`,
  );
  return undefined;
}

/** Editors configured in Lua cannot tell an empty list from an empty object. */
function inForm(value: unknown, fallback: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length > 0) return value;
  if (Array.isArray(fallback)) return [];
  return typeof fallback === 'object' && fallback !== null ? {} : value;
}
