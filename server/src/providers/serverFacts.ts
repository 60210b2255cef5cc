import type { Endpoint } from '../domain/endpoint.ts';
import { isRecord } from './answerParts.ts';
import type { ServerFacts } from './selfDescription.ts';

/** Largest number that is believed. */
const MAX_COUNT = 100_000_000;

/** A whole number above 0, or nothing. */
export const countIn = (value: unknown): number | undefined =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) <= MAX_COUNT
    ? Number(value)
    : undefined;

/** The element of a list of models, `{ data: [{ id }] }`, that is the endpoint's. */
export function listedEntry(
  answer: unknown,
  { completionModel }: Endpoint,
): Readonly<Record<string, unknown>> {
  const list = isRecord(answer) && Array.isArray(answer.data) ? answer.data : [];
  return list.filter(isRecord).find(({ id }) => id === completionModel) ?? {};
}

/** Facts without the members that are not known. */
export const factsOf = (
  contextTokens: number | undefined,
  slots?: number | undefined,
): ServerFacts => ({
  ...(contextTokens === undefined ? {} : { contextTokens }),
  ...(slots === undefined ? {} : { slots }),
});
