/** More of a server's sentence is not told, in UTF-16 units. */
const MAX_LENGTH = 240;
/** Shortest run of the request's own text that counts as a quotation, in UTF-16 units without white space. */
const QUOTED = 20;
/** Characters that a quotation may have in another form, or lack: white space, and what JSON and web pages escape. */
const CHANGED = /\\[nrtbf]|&(?:quot|apos|lt|gt|amp|#39|#x27);|[\s\\"'`<>&]/g;
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

function withoutKey(text: string, apiKey = ''): string {
  return apiKey.length < LEAST_KEY ? text : text.replaceAll(apiKey, '…');
}

/** A quotation is often put on one line, or escaped. */
function quotes(sentence: string, texts: readonly string[]): boolean {
  const told = squeezed(sentence);
  if (told.length < QUOTED) return false;
  const asked = texts.map(squeezed);
  for (let at = 0; at + QUOTED <= told.length; at++) {
    const part = told.slice(at, at + QUOTED);
    if (asked.some((text) => text.includes(part))) return true;
  }
  return false;
}

const squeezed = (text: string): string =>
  text
    .replace(/\\u([\da-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(CHANGED, '');
