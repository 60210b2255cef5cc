import type { SettingsResult } from '../../server/src/protocol/messages.ts';

/** The values of one setting by where they are set, as `WorkspaceConfiguration.inspect` returns them. */
export interface Inspected {
  readonly defaultValue?: unknown;
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
  readonly globalLanguageValue?: unknown;
  readonly workspaceLanguageValue?: unknown;
  readonly workspaceFolderLanguageValue?: unknown;
  readonly languageIds?: readonly string[];
}

/** Reads a setting of the section for a folder, and for a language, where they are given. */
export type Inspect<Folder> = (
  name: string,
  of: { readonly folder?: Folder; readonly languageId?: string },
) => Inspected | undefined;

type Values = Record<string, unknown>;

/**
 * Tells the user's settings from those of the workspace and its folders. The server takes the narrower, so an editor's own
 * merge, in which a folder wins, is not used.
 */
export function scopedSettings<Folder>(
  names: readonly string[],
  folders: readonly Folder[],
  inspect: Inspect<Folder>,
): Omit<SettingsResult, 'isTrusted'> {
  const user: Values = {};
  const workspace: Values = {};
  const languages: Record<string, Values> = {};
  const setByUser: string[] = [];
  for (const name of names) {
    const values = inspect(name, {});
    put(user, name, ownValue(values));
    if (values?.globalValue !== undefined) setByUser.push(name);
    put(workspace, name, values?.workspaceValue);
    for (const languageId of values?.languageIds ?? []) {
      languages[languageId] ??= {};
      put(languages[languageId], name, languageValue(inspect(name, { languageId })));
    }
  }
  const ofFolders = folders.map((folder) => {
    const values: Values = {};
    for (const name of names) put(values, name, inspect(name, { folder })?.workspaceFolderValue);
    return values;
  });
  const set = [workspace, ...ofFolders].filter((values) => Object.keys(values).length > 0);
  return { user, set: setByUser, folders: set, languages };
}

/** Objects are merged with the default, as the editor does. */
function ownValue({ defaultValue, globalValue }: Inspected = {}): unknown {
  if (globalValue === undefined) return defaultValue;
  const areObjects = [defaultValue, globalValue].every(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  return areObjects ? { ...(defaultValue as object), ...(globalValue as object) } : globalValue;
}

/** Off where any place turns it off; else the value that is nearest to the file. */
function languageValue(values: Inspected = {}): unknown {
  const set = [
    values.workspaceFolderLanguageValue,
    values.workspaceLanguageValue,
    values.globalLanguageValue,
  ].filter((value) => value !== undefined);
  return set.includes(false) ? false : set[0];
}

function put(values: Values, name: string, value: unknown): void {
  if (value !== undefined) values[name] = value;
}
