import * as z from 'zod';
import { COMPLETION_APIS, FIM_FAMILIES } from '../domain/endpoint.ts';
import { CHAT_VENDOR } from '../protocol/messages.ts';
import { baseUrl } from '../providers/address/baseUrl.ts';
import { providers } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { vscodeLm } from '../providers/vscodeLm.ts';
import { headersSchema } from './headersSetting.ts';
import { count } from './schemas.ts';
import { variableName } from './variableName.ts';

/** Ids under which clients keep the cache's own secrets, which must never go to an endpoint. */
const RESERVED_ID = /^cache(?:\.|$)/i;

/** A value of the setting `provider`, and the demands that it makes on the rest of the endpoint. */
interface ProviderChoice extends Pick<Provider, 'name' | 'needsModel' | 'completionApis'> {
  readonly needsUrl: boolean;
  /** It is no server: what it asks is inside an editor. */
  readonly needsEditor: boolean;
  readonly description: string;
}

/** The embedded endpoint, which is no server: it has one model of its own. */
const WORKSPACE: ProviderChoice = {
  name: 'workspace',
  description: 'The embedded endpoint, which needs no model server.',
  needsUrl: false,
  needsEditor: true,
  needsModel: false,
  completionApis: ['chat'],
};

const choices: readonly ProviderChoice[] = [...providers.map(choiceOf), WORKSPACE];

function choiceOf(provider: Provider): ProviderChoice {
  const { name, needsModel, completionApis, defaultUrl } = provider;
  const description = descriptionOf(provider);
  const [needsUrl, needsEditor] = [defaultUrl === undefined, provider === vscodeLm];
  return { name, description, needsUrl, needsEditor, needsModel, completionApis };
}

function descriptionOf({ defaultUrl = '', about }: Provider): string {
  const usual = defaultUrl.startsWith('http') ? [`\`${defaultUrl}\``] : [];
  const remarks = about.url === undefined ? usual : [...usual, about.url];
  const url = remarks.length === 0 ? '' : ` URL: ${remarks.join('; ')}.`;
  return `Completions: ${about.completions}.${url}`;
}

/** A model of ours in the editor's chat: an endpoint that asked it would ask itself, without end. */
const OWN_MODEL = new RegExp(`^\\s*${CHAT_VENDOR}\\s*/`, 'i');

/** The names of all providers. */
export const PROVIDER_NAMES: readonly string[] = choices.map(({ name }) => name);

const choiceNamed = (name: string) => choices.find((choice) => choice.name === name);

/** True for a provider that only an editor has. */
export const needsEditor = (provider: string): boolean =>
  choiceNamed(provider)?.needsEditor === true;

const providerSchemaOf = (some: readonly ProviderChoice[]) =>
  z
    .enum(some.map(({ name }) => name))
    .meta({ markdownEnumDescriptions: some.map(({ description }) => description) });

/** The member `provider` of an endpoint, and of one where there is no editor. */
export const providerSchema = providerSchemaOf(choices);
export const serverProviderSchema = providerSchemaOf(choices.filter((each) => !each.needsEditor));

/** One element of `aurelis.endpoints`. */
export const endpointSchema = z
  .strictObject({
    id: z
      .string()
      .min(1)
      .max(64)
      .refine((id) => !RESERVED_ID.test(id), 'is reserved'),
    provider: providerSchema,
    url: z.string().optional(),
    model: z.string().min(1).optional(),
    completionModel: z.string().min(1).optional(),
    completionApi: z.enum(COMPLETION_APIS).optional(),
    fimTemplate: z.enum(['auto', ...FIM_FAMILIES]).optional(),
    editForm: z
      .enum(['auto', 'whole', 'searchReplace'])
      .meta({
        markdownEnumDescriptions: [
          'Blocks to search and replace for large models, the whole block for all others.',
          'The model repeats the whole block with its changes: what small models do best.',
          'The model names what is searched for and what replaces it: shorter answers from large models.',
        ],
      })
      .optional(),
    roles: z
      .array(z.enum(['completion', 'action']))
      .min(1)
      .optional(),
    limits: z
      .strictObject({
        requestsPerMinute: count(1_000_000).optional(),
        requestsPerDay: count(1_000_000_000).optional(),
        tokensPerMinute: count(1_000_000_000).optional(),
        concurrency: count(1000).optional(),
        inputTokens: count(10_000_000).optional(),
        outputTokens: count(1_000_000).optional(),
      })
      .optional(),
    price: z
      .strictObject({
        input: z.number().min(0),
        output: z.number().min(0),
        currency: z.string().min(1).max(10).optional(),
      })
      .optional(),
    priority: z.int().min(1).max(1_000).optional(),
    weight: z.number().positive().max(1_000).optional(),
    headers: headersSchema.optional(),
    apiKeyEnv: variableName.optional(),
    apiKeyFile: z.string().min(1).max(4_096).optional(),
  })
  .refine(({ provider, url }) => url !== undefined || !choiceNamed(provider)?.needsUrl, {
    path: ['url'],
    message: 'is needed for this provider',
  })
  .refine(
    ({ provider, model, completionModel }) =>
      !choiceNamed(provider)?.needsModel || (model ?? completionModel) !== undefined,
    { path: ['model'], message: 'is needed for this provider' },
  )
  .refine(
    ({ provider, completionApi: api }) =>
      api === undefined || choiceNamed(provider)?.completionApis.includes(api),
    { path: ['completionApi'], message: 'is not known by this provider' },
  )
  .superRefine(({ provider, model, completionModel }, context) => {
    if (provider !== vscodeLm.name) return;
    for (const [name, value] of Object.entries({ model, completionModel })) {
      if (value === undefined || !OWN_MODEL.test(value)) continue;
      const message = `names a model that Aurelis offers to the editor itself; name one of another vendor`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
  })
  .transform((endpoint, context) => {
    const provider = providers.find(({ name }) => name === endpoint.provider);
    if (endpoint.url === undefined || provider === undefined) return endpoint;
    const base = baseUrl(provider, endpoint.url);
    if ('url' in base) return { ...endpoint, url: base.url };
    context.addIssue({ code: 'custom', path: ['url'], message: base.problem });
    return z.NEVER;
  });

export type EndpointSetting = z.output<typeof endpointSchema>;
