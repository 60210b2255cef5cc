import * as z from 'zod';
import { withDescribedItems } from './endpointDescriptions.ts';
import { providerSchema, serverProviderSchema } from './endpointSetting.ts';
import { gatewayTable } from './gatewayTable.ts';

/** The schema of the gateway's configuration file, for editors: `npm run manifest` writes it into `docs/`, a test compares. */
export const manifestGateway = (): Record<string, unknown> => ({
  title: 'Configuration of the Aurelis gateway',
  description: 'JSON; comments, and commas behind the last of a list, are allowed.',
  ...z.toJSONSchema(z.strictObject(gatewayTable), {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === gatewayTable.endpoints) {
        Object.assign(jsonSchema, withDescribedItems(jsonSchema));
      }
      if (zodSchema !== providerSchema) return;
      const { $schema: _, ...ofServers } = z.toJSONSchema(serverProviderSchema);
      Object.assign(jsonSchema, ofServers);
    },
  }),
});
