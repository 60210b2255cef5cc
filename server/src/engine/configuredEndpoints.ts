import { unescape as decoded } from 'node:querystring';
import {
  ANY_MODEL,
  type EditForm,
  type Endpoint,
  type EndpointLimits,
} from '../domain/endpoint.ts';
import { providerOf } from '../providers/index.ts';
import { formOf } from '../providers/templates/modelNames.ts';
import { editFormOf } from '../providers/templates/modelSize.ts';
import type { EndpointSetting } from '../settings/endpointSetting.ts';
import type { Settings } from '../settings/settings.ts';

/** The model endpoints of the settings, in their order, with every default made explicit. */
export const configuredEndpoints = (settings: Settings): readonly Endpoint[] =>
  settings.endpoints.flatMap((setting, index) => {
    const endpoint = toEndpoint(setting, index + 1);
    return endpoint === undefined ? [] : [endpoint];
  });

function toEndpoint(setting: EndpointSetting, place: number): Endpoint | undefined {
  const { id, apiKeyEnv, apiKeyFile } = setting;
  if (setting.provider === 'workspace') return undefined;
  const provider = providerOf(setting);
  const address = setting.url ?? provider.defaultUrl;
  if (address === undefined) return undefined;
  const { user, ...where } = partsOf(address);
  // What a server that has one model calls it does not matter.
  const model = setting.model ?? setting.completionModel ?? ANY_MODEL;
  const completionModel = setting.completionModel ?? model;
  const fimTemplate = setting.fimTemplate ?? (provider.writesFimPrompts ? 'auto' : undefined);
  const isSaid = setting.completionApi !== undefined || setting.fimTemplate !== undefined;
  const isFormUnknown =
    provider.learnForm !== undefined && !isSaid && formOf(completionModel) === undefined;
  const editForm = editFormFor(setting, model);
  return Object.freeze({
    id,
    provider: setting.provider,
    ...where,
    model,
    completionModel,
    completionApi: setting.completionApi ?? provider.defaultApi(completionModel),
    roles: setting.roles ?? (['completion', 'action'] as const),
    priority: setting.priority ?? place,
    limits: withoutUndefined(setting.limits ?? {}),
    headers: { ...(user === undefined ? {} : { authorization: user }), ...setting.headers },
    ...(setting.price === undefined ? {} : { price: setting.price }),
    ...(setting.weight === undefined ? {} : { weight: setting.weight }),
    ...(apiKeyEnv === undefined ? {} : { apiKeyEnv }),
    ...(apiKeyFile === undefined ? {} : { apiKeyFile }),
    ...(fimTemplate === undefined ? {} : { fimTemplate }),
    ...(isFormUnknown ? { isFormUnknown } : {}),
    ...(editForm === undefined ? {} : { editForm }),
  });
}

/** As the settings say, else as the name of the model for actions tells. */
function editFormFor({ editForm = 'auto' }: EndpointSetting, model: string): EditForm | undefined {
  if (editForm === 'auto') return editFormOf(model);
  return editForm === 'searchReplace' ? 'edits' : 'whole';
}

const withoutUndefined = (limits: NonNullable<EndpointSetting['limits']>): EndpointLimits =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));

/** An address as the settings hold it, without the name and password before its host, which a header carries, and its query. */
function partsOf(address: string): { url: string; query?: string; user?: string } {
  const [base = '', ...query] = address.split('?');
  const user = /^https?:\/\/([^/@]*)@/.exec(base)?.[1];
  return {
    url: user === undefined ? base : base.replace(`${user}@`, ''),
    ...(query.length === 0 ? {} : { query: `?${query.join('?')}` }),
    ...(user === undefined ? {} : { user: basic(user) }),
  };
}

/** The header of RFC 7617 for a name and password in the form of a URL. */
function basic(user: string): string {
  const [name = '', ...password] = user.split(':');
  const text = `${decoded(name)}:${decoded(password.join(':'))}`;
  return `Basic ${Buffer.from(text).toString('base64')}`;
}
