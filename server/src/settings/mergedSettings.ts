import { isDeepStrictEqual } from 'node:util';
import { narrower } from './narrow.ts';
import {
  type ParsedSettings,
  type ParsedSource,
  parseSource,
  settingsFrom,
  unknownNames,
} from './settings.ts';
import { type SettingName, type SettingSpec, settingsTable } from './settingsTable.ts';

/** Where settings come from, each in any form that `namedValues` knows. */
export interface SettingSources {
  /** Those that the editor started the server with, preferred first: the sources below can only narrow them. */
  readonly ceilings?: readonly unknown[];
  /** The user's own, the preferred source first. */
  readonly user: readonly unknown[];
  /** Names of those that the user has set, where their own come with defaults; without it all are. */
  readonly set?: readonly string[];
  /** Those of a workspace and of its folders: they can only narrow. */
  readonly folders?: readonly unknown[];
  /** Those for one language alone, by its id. */
  readonly languages?: Readonly<Record<string, unknown>>;
}

/** Most folders, and most languages, whose values are read. */
const MAX_FOLDERS = 200;
/** The settings that can be turned off for one language. */
const BY_LANGUAGE: readonly string[] = ['enable', 'completion.enable'];

const table: Readonly<Record<SettingName, SettingSpec>> = settingsTable;

/**
 * Merges the sources into the settings that hold. Total; whatever is not used is told, once for each source. A name that
 * is none of ours is told of every source.
 */
export function mergedSettings(sources: SettingSources): ParsedSettings {
  const merge = new Merge(sources.set);
  for (const raw of sources.user) merge.addUser(raw);
  for (const raw of sources.ceilings ?? []) merge.limitTo(raw);
  for (const raw of (sources.folders ?? []).slice(0, MAX_FOLDERS)) merge.narrowBy(raw);
  const languages = Object.entries(sources.languages ?? {}).slice(0, MAX_FOLDERS);
  for (const [language, raw] of languages) merge.narrowLanguage(language, raw);
  const { values, given } = merge;
  return { settings: settingsFrom(values), given, problems: [...new Set(merge.problems)] };
}

/** The merge so far. */
class Merge {
  readonly values = new Map<SettingName, unknown>();
  readonly given = new Set<SettingName>();
  readonly problems: string[] = [];
  readonly #set: ReadonlySet<string> | undefined;

  constructor(set: readonly string[] | undefined) {
    this.#set = set && new Set(set);
  }

  /** A value of a source that was added before holds. */
  addUser(raw: unknown): void {
    for (const [name, value] of this.#parse(raw)) {
      if (!this.values.has(name)) this.values.set(name, value);
      if (this.#set?.has(name) ?? true) this.given.add(name);
    }
  }

  limitTo(raw: unknown): void {
    for (const [name, most] of this.#parse(raw)) {
      this.given.add(name);
      const wanted = this.values.get(name);
      const { narrow } = table[name];
      const held =
        wanted === undefined || narrow === undefined ? most : narrower(narrow, most, wanted);
      this.values.set(name, held);
      if (wanted === undefined || narrow === 'joined' || holds(held, wanted)) continue;
      this.problems.push(
        `aurelis.${name}: the editor started Aurelis with another value (initializationOptions), which holds.`,
      );
    }
  }

  narrowBy(raw: unknown): void {
    for (const [name, value] of this.#parse(raw, FOLDER)) {
      const { narrow, fallback } = table[name];
      if (narrow === undefined) {
        this.problems.push(
          `aurelis.${name}: a folder cannot set this; its value is ignored. Set it in your user settings.`,
        );
        continue;
      }
      this.given.add(name);
      const own = this.values.get(name) ?? fallback;
      const held = narrower(narrow, own, value);
      this.values.set(name, held);
      if (narrow === 'joined' || holds(held, value)) continue;
      this.problems.push(
        `aurelis.${name}: a folder can only allow less than your user settings, which hold.`,
      );
    }
  }

  narrowLanguage(language: string, raw: unknown): void {
    for (const [name, value] of this.#parse(raw, ` (for one language)`)) {
      if (BY_LANGUAGE.includes(name) && value === false) {
        const own = this.values.get(LANGUAGES) ?? table[LANGUAGES].fallback;
        this.values.set(LANGUAGES, narrower('languages', own, { [language]: false }));
        continue;
      }
      this.problems.push(
        `aurelis.${name}: a value for one language is not supported; it is ignored. To turn suggestions on or off by language, use aurelis.completion.languages.`,
      );
    }
  }

  #parse(raw: unknown, where = ''): ParsedSource['values'] {
    const { values, unknown, problems } = parseSource(raw, where);
    this.problems.push(...problems, ...unknownNames(unknown, where));
    return values;
  }
}

/** True if a value that was asked for holds; of switches by language those that it names. */
function holds(held: unknown, wanted: unknown): boolean {
  if (isDeepStrictEqual(held, wanted)) return true;
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return false;
  return Object.entries(wanted).every(
    ([name, value]) => (held as Record<string, unknown>)[name] === value,
  );
}

const FOLDER = ' (of a folder)';
const LANGUAGES = 'completion.languages';
