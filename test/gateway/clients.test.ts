import { compare } from './ground/comparing.ts';

compare('through the gateway', async ({ gateway }) => ({
  url: gateway.url,
  stop: async () => undefined,
}));
