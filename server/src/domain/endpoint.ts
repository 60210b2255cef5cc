import type { Task } from './generation.ts';

/** How an endpoint may be asked for inline completions. */
export const COMPLETION_APIS = ['fim', 'chat', 'infill', 'generate'] as const;
export type CompletionApi = (typeof COMPLETION_APIS)[number];

/** Families of models that were trained to fill in the middle, each with its own prompt. */
export const FIM_FAMILIES = [
  'qwen',
  'starcoder',
  'starcoder1',
  'granite',
  'granite4',
  'santacoder',
  'codellama',
  'deepseek',
  'codegemma',
  'codestral',
  'seedcoder',
  'glm',
  'codegeex',
  'mellum',
  'aixcoder',
  'falcon',
] as const;
export type FimFamily = (typeof FIM_FAMILIES)[number];

/** How a model's answer changes a block of code: it repeats the whole block, or names what is searched and what replaces it. */
export type EditForm = 'whole' | 'edits';

/** The limits that the owner of an endpoint sets; an absent member means no limit of ours. */
export interface EndpointLimits {
  readonly requestsPerMinute?: number;
  readonly requestsPerDay?: number;
  readonly tokensPerMinute?: number;
  readonly concurrency?: number;
  /** Most tokens of one request. */
  readonly inputTokens?: number;
  /** Most tokens asked for in one answer. */
  readonly outputTokens?: number;
}

/** The price of a million tokens. */
interface Price {
  readonly input: number;
  readonly output: number;
  /** Such as `USD`. */
  readonly currency?: string | undefined;
}

/** A model server as configured: parsed once, frozen, without its key. */
export interface Endpoint {
  readonly id: string;
  /** Name of its provider, one of the list in `providers/`. */
  readonly provider: string;
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** Put at the end of every request's URL, with its `?`; absent for none. */
  readonly query?: string;
  readonly model: string;
  readonly completionModel: string;
  /** The name that its server gives the model that the settings do not name: it may be asked for by that, too. */
  readonly servedAs?: string;
  readonly completionApi: CompletionApi;
  /** Prompts are written for this family, or for that of the model's name; absent where the server does so itself. */
  readonly fimTemplate?: FimFamily | 'auto';
  /** Neither the settings nor the model's name tell how it is asked for completions: the server is asked. */
  readonly isFormUnknown?: true;
  /** It is asked nothing that another program wants filled in the middle, because it would not heed what stands behind the place. */
  readonly isDeafToSuffix?: true;
  readonly roles: readonly Task[];
  /** How its model for actions is asked to change code; absent where nobody knows how large that is: for the whole block. */
  readonly editForm?: EditForm;
  /** Those of a lower number are asked first, those of one number share the requests; absent: by its place among the others, from 1. */
  readonly priority?: number;
  /** Its share beside those of the same priority; absent for 1. */
  readonly weight?: number;
  readonly limits: EndpointLimits;
  readonly price?: Price;
  readonly headers: Readonly<Record<string, string>>;
  readonly apiKeyEnv?: string;
  /** File whose first line is the key; absolute, or from the home folder (`~/`). */
  readonly apiKeyFile?: string;
}

/** The name in the place of a model's that stands for whichever there is. */
export const ANY_MODEL = 'default';

export const modelFor = (
  endpoint: Pick<Endpoint, 'model' | 'completionModel'>,
  task: Task,
): string => (task === 'completion' ? endpoint.completionModel : endpoint.model);

/** True for a name by which the model of an endpoint may be asked for. */
export const isCalled = (
  endpoint: Pick<Endpoint, 'model' | 'completionModel' | 'servedAs'>,
  task: Task,
  name: string,
): boolean => name === modelFor(endpoint, task) || name === endpoint.servedAs;
