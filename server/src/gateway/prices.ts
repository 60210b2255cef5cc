import { type Endpoint, isCalled } from '../domain/endpoint.ts';
import type { Spent } from '../http/openai/admission.ts';

/** Prices are those of a million tokens. */
const A_MILLION = 1_000_000;

/** The price of an answer, where its endpoint has one. */
export function moneyFor(
  endpoints: readonly Endpoint[],
  endpointId: string,
  { inputTokens, outputTokens }: Spent,
): number | undefined {
  const price = endpoints.find(({ id }) => id === endpointId)?.price;
  return price && (inputTokens * price.input + outputTokens * price.output) / A_MILLION;
}

/** The most that tokens of a model may cost: which endpoint answers is not known yet. */
export const mostMoneyFor = (
  endpoints: readonly Endpoint[],
  model: string,
  tokens: Spent,
): number =>
  Math.max(
    0,
    ...endpoints
      .filter((each) => isCalled(each, 'action', model) || isCalled(each, 'completion', model))
      .map(({ id }) => moneyFor(endpoints, id, tokens) ?? 0),
  );
