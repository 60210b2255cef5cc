import type { Endpoint, EndpointLimits } from '../domain/endpoint.ts';
import { providerOf } from '../providers/index.ts';
import type { EndpointSetting } from '../settings/endpointSetting.ts';
import type { Settings } from '../settings/settings.ts';

/** The model endpoints of the settings, in their order, with every default made explicit. */
export const configuredEndpoints = (settings: Settings): readonly Endpoint[] =>
  settings.endpoints.flatMap((setting) => {
    const endpoint = toEndpoint(setting);
    return endpoint === undefined ? [] : [endpoint];
  });

function toEndpoint(setting: EndpointSetting): Endpoint | undefined {
  const { id, apiKeyEnv } = setting;
  if (setting.provider === 'workspace') return undefined;
  const provider = providerOf(setting);
  const url = setting.url ?? provider.defaultUrl;
  if (url === undefined) return undefined;
  // What a server that has one model calls it does not matter.
  const model = setting.model ?? setting.completionModel ?? 'default';
  const completionModel = setting.completionModel ?? model;
  const fimTemplate = setting.fimTemplate ?? (provider.writesFimPrompts ? 'auto' : undefined);
  return Object.freeze({
    id,
    provider: setting.provider,
    url: provider.baseUrl?.(url) ?? url,
    model,
    completionModel,
    completionApi: setting.completionApi ?? provider.defaultApi(completionModel),
    roles: setting.roles ?? (['completion', 'action'] as const),
    limits: withoutUndefined(setting.limits ?? {}),
    headers: setting.headers ?? {},
    ...(setting.price === undefined ? {} : { price: setting.price }),
    ...(apiKeyEnv === undefined ? {} : { apiKeyEnv }),
    ...(fimTemplate === undefined ? {} : { fimTemplate }),
  });
}

const withoutUndefined = (limits: NonNullable<EndpointSetting['limits']>): EndpointLimits =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
