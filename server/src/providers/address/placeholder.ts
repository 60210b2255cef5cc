/** Longest placeholder that is quoted, in UTF-16 units. */
const MAX_LENGTH = 40;
/** Brackets of any kind that hold no IPv6 address, variables of shells, and three dots for what is left out. */
const BRACKETED = /<[^<>]*>|\$?\{[^{}]*\}|%7b[^%]*%7d|\[[^[\]:]*\]|\$[A-Za-z_]\w+|\.{3}|…/i;
/** `your-resource`, `YOUR_KEY`, `yourName`. */
const YOURS = /^your(?:$|[-_\d]|[A-Z])|^YOUR[A-Z]/;
const YOURS_ANY_CASE = /^your(?:$|[-_])/i;
/** Words that pages write in capitals where a value belongs. */
const WORDS = new Set([
  'ACCOUNT',
  'ACCOUNT_ID',
  'DEPLOYMENT',
  'DEPLOYMENT_ID',
  'DEPLOYMENT_NAME',
  'ENDPOINT',
  'ENDPOINT_ID',
  'GATEWAY_ID',
  'HOST',
  'HOSTNAME',
  'LOCATION',
  'MODEL',
  'NAME',
  'PORT',
  'PROJECT',
  'PROJECT_ID',
  'REGION',
  'RESOURCE',
  'RESOURCE_NAME',
  'SERVER',
  'WORKSPACE',
  'XXX',
]);

/** The first part of an address or key that stands for a value of the reader's; `undefined` where there is none. */
export function placeholderIn(text: string): string | undefined {
  const [bracketed] = BRACKETED.exec(text) ?? [];
  const found = bracketed ?? text.split(/[/.:@?&=#]/).find(isPlaceholder);
  return found?.slice(0, MAX_LENGTH);
}

const isPlaceholder = (part: string): boolean =>
  YOURS.test(part) ||
  YOURS_ANY_CASE.test(part) ||
  [part, ...part.split('-')].some((word) => WORDS.has(word));
