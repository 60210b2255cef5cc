import * as z from 'zod';
import { withDescribedItems } from './endpointDescriptions.ts';
import { type SettingSpec, settingsTable } from './settingsTable.ts';

/** Returns the part of `package.json` for the settings table: `npm run manifest` writes it, a test compares. */
export function manifestConfiguration(): Record<string, unknown> {
  const specs: [string, SettingSpec][] = Object.entries(settingsTable);
  const properties = specs.map(([name, spec]) => {
    const { $schema: _, ...schema } = z.toJSONSchema(spec.schema, { io: 'input' });
    return [
      `aurelis.${name}`,
      {
        ...(name === 'endpoints' ? withDescribedItems(schema) : schema),
        default: spec.fallback,
        markdownDescription: spec.description,
        scope: spec.narrow === undefined ? 'machine' : 'window',
      },
    ];
  });
  return Object.fromEntries(properties);
}

/** Settings that an untrusted workspace may not set: all that do not only narrow what the user allows. */
export const restrictedSettings = (): string[] =>
  Object.entries(settingsTable)
    .filter(([, spec]) => spec.narrow === undefined)
    .map(([name]) => `aurelis.${name}`);
