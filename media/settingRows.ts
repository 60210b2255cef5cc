import type { ChangedSetting } from '../server/src/protocol/snapshot.ts';

/** Returns a row for each changed setting: its name, what it holds, and its default. */
export const settingRows = (settings: readonly ChangedSetting[]): string[][] =>
  settings.map(({ name, value, usual }) => [`aurelis.${name}`, wordOf(value), wordOf(usual)]);

/** An empty setting leaves the choice to Aurelis. */
function wordOf(value: ChangedSetting['value']): string {
  if (value === null) return 'empty';
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}
