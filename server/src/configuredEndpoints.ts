import type { Endpoint, EndpointLimits } from './domain/endpoint.ts';
import type { Settings } from './protocol/settings.ts';
import type { EndpointSetting } from './protocol/settingsTable.ts';

/** The model endpoints of the settings, in their order, with every default made explicit. */
export const configuredEndpoints = (settings: Settings): readonly Endpoint[] =>
  settings.endpoints.flatMap((setting) => {
    const endpoint = toEndpoint(setting);
    return endpoint === undefined ? [] : [endpoint];
  });

function toEndpoint(setting: EndpointSetting): Endpoint | undefined {
  const { id, provider, url, apiKeyEnv, fimTemplate } = setting;
  const model = setting.model ?? setting.completionModel;
  if (provider === 'workspace' || url === undefined || model === undefined) return undefined;
  return Object.freeze({
    id,
    provider,
    url,
    model,
    completionModel: setting.completionModel ?? model,
    completionApi: setting.completionApi ?? 'fim',
    roles: setting.roles ?? (['completion', 'action'] as const),
    limits: withoutUndefined(setting.limits ?? {}),
    headers: setting.headers ?? {},
    ...(apiKeyEnv === undefined ? {} : { apiKeyEnv }),
    ...(fimTemplate === undefined ? {} : { fimTemplate }),
  });
}

const withoutUndefined = (limits: NonNullable<EndpointSetting['limits']>): EndpointLimits =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
