import * as z from 'zod';
import { type SettingName, type SettingSpec, settingsTable } from './settingsTable.ts';

/** The gateway has no editor: what the settings say of one does not hold. */
const OTHER_DESCRIPTIONS: Partial<Record<SettingName, string>> = {
  'cache.disk.path':
    'Folder for the answers on disk, as a whole path; `~/` is your home folder. If empty, a folder beside those of other caches of your account.',
  'cache.sharedSecretEnv':
    'Environment variable that holds the team’s cache secret. Everyone with the same secret shares answers in Redis and the HTTP cache.',
};

const specOf = (name: SettingName): SettingSpec => settingsTable[name];

/** The settings below a group that a configuration file holds as nested objects; Redis has a member of its own there. */
const namesOf = (group: string): SettingName[] =>
  (Object.keys(settingsTable) as SettingName[]).filter(
    (name) => name.startsWith(`${group}.`) && name !== 'cache.redis.url',
  );

/** Groups within a group. */
const GROUP_DESCRIPTIONS: Readonly<Record<string, string>> = {
  'cache.memory': 'Answers in the memory of each process.',
  'cache.disk': 'Answers on the disk of this machine.',
  'cache.redis': 'Answers in Redis, where `redisUrl` names it.',
  'cache.http': 'Answers in a cache that is reached by HTTP.',
};

/** The settings of a group as a schema of nested objects, in which every member may be left out. */
export function groupSchema(group: string): z.ZodType<Record<string, unknown> | undefined> {
  const shape: Record<string, z.ZodType> = {};
  const below = new Set(namesOf(group).map((name) => name.slice(group.length + 1).split('.')[0]));
  for (const part of below) {
    const name = `${group}.${part}`;
    shape[part ?? ''] =
      name in settingsTable
        ? memberSchema(name as SettingName)
        : groupSchema(name).describe(GROUP_DESCRIPTIONS[name] ?? '');
  }
  return z.strictObject(shape).optional();
}

function memberSchema(name: SettingName): z.ZodType {
  const { schema, fallback, description } = specOf(name);
  return schema
    .optional()
    .meta({ description: OTHER_DESCRIPTIONS[name] ?? description, default: fallback });
}

/** The values of a group that was read, by the names of their settings. */
export function valuesOf(group: string, read: unknown): [SettingName, unknown][] {
  return namesOf(group).flatMap((name) => {
    const path = name.slice(group.length + 1).split('.');
    const value = path.reduce<unknown>(
      (inner, part) => (inner as Record<string, unknown> | undefined)?.[part],
      read,
    );
    return value === undefined ? [] : [[name, value]];
  });
}
