import type { Canonical } from '../base/digest.ts';
import type { Pieces } from '../base/turns.ts';
import { writtenJson } from '../base/writtenJson.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { type GenerationRequest, isRelay, textsOf } from '../domain/generation.ts';
import { providerOf } from '../providers/index.ts';
import type { PreparedRequest } from '../providers/provider.ts';
import { fitted } from './fitted.ts';
import { factsForRelay, factual, inForm, NO_FACTS, type RequestFacts } from './requestFacts.ts';

/** Prepares a request for an endpoint, within the tokens that it takes at once. */
export const prepare = (request: GenerationRequest, endpoint: Endpoint): PreparedRequest =>
  providerOf(endpoint).prepare(fitted(request, endpoint), endpoint);

/** A request as it goes over the wire, not yet compressed. */
export interface WireForm {
  /** Behind the endpoint's base URL. */
  readonly path: string;
  readonly body: string;
  /** Names of the members of the body, those of its `options` included, and how many stops it has. */
  readonly members: readonly string[];
  readonly stops: number;
  readonly outputTokens: number;
  /** Of all text in it, whatever is around that. */
  readonly characters: number;
}

/** Writes a request down as an endpoint takes it: a large one in pieces, others at once. */
export function* wireForm(
  request: GenerationRequest,
  endpoint: Endpoint,
  facts: RequestFacts = NO_FACTS,
): Pieces<WireForm> {
  const isLarge = isRelay(request) && request.input.isLarge === true;
  if (isLarge) yield;
  const asked = facts === NO_FACTS ? endpoint : factual(endpoint, facts);
  const sent = fitted(request, asked);
  const { path, body: usual } = providerOf(asked).prepare(sent, asked);
  const form = isRelay(request) ? (factsForRelay(facts) ?? NO_FACTS) : facts;
  const body = form === NO_FACTS ? usual : inForm(usual, form);
  const options = isMembers(body.options) ? body.options : {};
  const stop = body.stop ?? (Object.hasOwn(options, 'stop') ? options.stop : undefined);
  return {
    path,
    body: isLarge ? yield* writtenJson(body) : JSON.stringify(body),
    members: [...Object.keys(body), ...Object.keys(options)],
    stops: Array.isArray(stop) ? stop.length : 0,
    outputTokens: Math.min(request.maxOutputTokens, asked.limits.outputTokens ?? Infinity),
    characters: textsOf(sent.input).reduce((sum, { length }) => sum + length, 0),
  };
}

const isMembers = (value: Canonical): value is { readonly [member: string]: Canonical } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
