import * as z from 'zod';
import type { ChangedSetting } from '../protocol/snapshot.ts';
import type { Settings } from './settings.ts';
import { type SettingName, type SettingSpec, settingsTable } from './settingsTable.ts';

/** The settings that surfaces may show: switches, numbers and choices. A text may be an address, a path or a name. */
const shown = Object.entries<SettingSpec>(settingsTable).filter(
  ([, { fallback, schema }]) =>
    fallback === null ||
    ['boolean', 'number'].includes(typeof fallback) ||
    schema instanceof z.ZodEnum,
);

/** Returns the settings that do not hold their defaults, in the order of the table. */
export const changedSettings = (settings: Settings): ChangedSetting[] =>
  shown.flatMap(([name, { fallback }]) => {
    const value = settings[name as SettingName];
    if (value === fallback) return [];
    return [{ name, value, usual: fallback } as ChangedSetting];
  });
