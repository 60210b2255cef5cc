import type { Canonical } from '../base/digest.ts';
import {
  COMPLETION_APIS,
  type CompletionApi,
  type Endpoint,
  FIM_FAMILIES,
  type FimFamily,
} from '../domain/endpoint.ts';

type Body = { readonly [member: string]: Canonical };

/** The form in which one model of one endpoint takes requests, as far as it differs from the usual one. */
export type RequestFacts = {
  /** Members of the body that it does not take. */
  readonly without?: readonly string[];
  /** Most stop sequences. */
  readonly stops?: number;
  /** Its name for the most tokens of an answer. */
  readonly tokenLimit?: 'max_tokens' | 'max_completion_tokens';
  /** Most tokens of a request, and of an answer. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** How it answers for completions, in place of what the settings say. */
  readonly api?: CompletionApi;
  /** The family whose prompts its model knows, where the name tells nothing. */
  readonly family?: FimFamily;
  /** It does not stream. */
  readonly isWhole?: true;
};

/** The usual form. */
export const NO_FACTS: RequestFacts = {};

/** Members that no request can do without. */
const ESSENTIAL = ['model', 'messages', 'prompt', 'stream', 'max_tokens', 'max_completion_tokens'];
/** More of a file is not believed. */
const MAX_NAMES = 8;
const MAX_NAME = 40;

/** True for a member of a body that a request can do without. */
export const isDispensable = (name: string): boolean => !ESSENTIAL.includes(name);

/** Adds facts to those that are known: smaller limits hold. */
export function joined(before: RequestFacts, learnt: RequestFacts): RequestFacts {
  const without = [...new Set([...(before.without ?? []), ...(learnt.without ?? [])])];
  const limits = (['inputTokens', 'outputTokens', 'stops'] as const).flatMap((name) => {
    const known = [before[name], learnt[name]].filter((each) => each !== undefined);
    return known.length === 0 ? [] : [[name, Math.min(...known)] as const];
  });
  return {
    ...before,
    ...learnt,
    ...Object.fromEntries(limits),
    ...(without.length === 0 ? {} : { without }),
  };
}

/** The endpoint with the form in which its model is asked for completions, and no other fact: the same one where nothing is known of that. */
export function formed(endpoint: Endpoint, { api, family }: RequestFacts): Endpoint {
  if (api === undefined && family === undefined) return endpoint;
  return {
    ...endpoint,
    completionApi: api ?? endpoint.completionApi,
    ...(family === undefined ? {} : { fimTemplate: family }),
  };
}

/** The endpoint as its model is to be asked. */
export function factual(endpoint: Endpoint, facts: RequestFacts): Endpoint {
  const { inputTokens, outputTokens } = facts;
  const least = (ours: number | undefined, theirs: number | undefined) =>
    ours === undefined || theirs === undefined ? (ours ?? theirs) : Math.min(ours, theirs);
  const input = least(endpoint.limits.inputTokens, inputTokens);
  const output = least(endpoint.limits.outputTokens, outputTokens);
  return {
    ...formed(endpoint, facts),
    limits: {
      ...endpoint.limits,
      ...(input === undefined ? {} : { inputTokens: input }),
      ...(output === undefined ? {} : { outputTokens: output }),
    },
  };
}

/** A body in the form that the facts say. */
export function inForm(body: Body, facts: RequestFacts): Body {
  const { without = [], stops, tokenLimit, isWhole } = facts;
  const kept = Object.entries(body).filter(([name]) => !without.includes(name));
  const formed = kept.flatMap(([name, value]): (readonly [string, Canonical])[] => {
    if (isWhole && name === 'stream_options') return [];
    if (isWhole && name === 'stream') return [[name, false]];
    const isLimit = name === 'max_tokens' || name === 'max_completion_tokens';
    if (isLimit) return [[tokenLimit ?? name, value]];
    if (name === 'stop' && Array.isArray(value)) return [[name, value.slice(0, stops)]];
    if (name === 'options' && isObject(value)) return [[name, inForm(value, facts)]];
    return [[name, value]];
  });
  return Object.fromEntries(formed);
}

/** Those that change nothing of what another program has asked for, or `undefined` where there are none. */
export function factsForRelay({
  without,
  tokenLimit,
  isWhole,
}: RequestFacts): RequestFacts | undefined {
  const isTold = without?.includes('stream_options') === true;
  if (!isTold && tokenLimit === undefined && isWhole === undefined) return undefined;
  return {
    ...(isTold ? { without: ['stream_options'] } : {}),
    ...(tokenLimit === undefined ? {} : { tokenLimit }),
    ...(isWhole === undefined ? {} : { isWhole }),
  };
}

const isObject = (value: Canonical): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Facts out of a file that others may have written; nothing of what is no fact. */
export function factsIn(value: unknown): RequestFacts {
  if (typeof value !== 'object' || value === null) return {};
  const { without, stops, tokenLimit, inputTokens, outputTokens, api, family, isWhole } =
    value as Record<string, unknown>;
  const names = Array.isArray(without) ? without.slice(0, MAX_NAMES).filter(isName) : [];
  const known = COMPLETION_APIS.find((each) => each === api);
  const itsFamily = FIM_FAMILIES.find((each) => each === family);
  return {
    ...(names.length === 0 ? {} : { without: names }),
    ...(isCount(stops) ? { stops } : {}),
    ...(tokenLimit === 'max_tokens' || tokenLimit === 'max_completion_tokens'
      ? { tokenLimit }
      : {}),
    ...(isCount(inputTokens) ? { inputTokens } : {}),
    ...(isCount(outputTokens) ? { outputTokens } : {}),
    ...(known === undefined ? {} : { api: known }),
    ...(itsFamily === undefined ? {} : { family: itsFamily }),
    ...(isWhole === true ? { isWhole } : {}),
  };
}

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_NAME && isDispensable(value);
const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) <= 100_000_000;
