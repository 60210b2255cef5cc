import { quotes } from './quotation.ts';

/** More of a server's sentence is not told, in UTF-16 units. */
const MAX_LENGTH = 240;
/** Forms of keys, of accounts and of requests, also with stars in the middle, that servers put into their sentences. */
const NAMES_OF_ACCOUNTS =
  /\b(?:sk|pk|rk|gsk|xai|hf|ghp|gho|github_pat|glpat|org|proj|user|req|team|key|sess|AIza|nvapi|r8)[-_][\w*.…-]{6,}|\bAIza[\w*-]{10,}|\beyJ[\w.-]{20,}|\b[\w-]{0,12}\*{3,}[\w-]{0,12}/g;
/** A key's first letters tell whose it is. */
const LEAST_KEY = 6;

/**
 * A server's sentence as it may be told: on one line, short, without the key and names of accounts. `undefined` where there is
 * none, or where it quotes the request.
 */
export function tellable(
  sentence: string | undefined,
  apiKey: string | undefined,
  texts: readonly string[],
): string | undefined {
  if (sentence === undefined) return undefined;
  const begun = sentence.slice(0, 4 * MAX_LENGTH);
  const line = withoutKey(begun, apiKey)
    .replace(NAMES_OF_ACCOUNTS, '…')
    .replace(/\s+/g, ' ')
    .trim();
  if (line === '' || quotes(begun, texts)) return undefined;
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1).trimEnd()}…` : line;
}

export const withoutKey = (text: string, apiKey = ''): string =>
  apiKey.length < LEAST_KEY ? text : text.replaceAll(apiKey, '…');
