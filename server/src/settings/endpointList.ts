import { openai } from '../providers/openai.ts';
import { asMeant } from './asMeant.ts';
import { isBounded } from './bounds.ts';
import type { EndpointSetting } from './endpointSetting.ts';
import { isOfConnection } from './headersSetting.ts';
import { nearestOf } from './nearestName.ts';
import { brief, HIDDEN, reasonOf } from './problemTexts.ts';
import { settingsTable } from './settingsTable.ts';

/** Most endpoints that are used; a list of more is a mistake. */
const MAX_ENDPOINTS = 100;
/** Most values inside one endpoint: all that are known are some thirty. */
const MAX_VALUES = 200;
/** Of an endpoint, so many names that are not known are told. */
const MAX_TOLD = 10;
const SETTING = 'aurelis.endpoints';
const LEFT_OUT = 'this endpoint is left out';
const CREDENTIAL =
  'url holds a password or a key, which anybody who sees your settings can read. Put a key into `apiKeyEnv` or `apiKeyFile` instead; the endpoint is used all the same.';
const KEY_ELSEWHERE =
  ' (a key does not belong here: name the variable of the environment that holds it in `apiKeyEnv`, or its file in `apiKeyFile`)';
const MEMBERS = Object.keys(settingsTable.endpoints.schema.element.in.shape);
/** Names of a query's values, and of members, that are keys. */
const KEY_NAME = /^(?:api[-_]?key|key|(?:access|auth|id)?[-_]?token|secret|password|sig)$/i;
/** A price of one half would be taken for one whose other half is free. */
const BOTH = ': write both `input` and `output`, 0 for what is free';
/** Behind the names of the providers. */
const OTHER_PROVIDER = ` (for any other service: "${openai.name}", with the \`url\` of its OpenAI-compatible API)`;
/** The members whose values are told: anything else may be an address with a password, or a key in the wrong place. */
const TOLD = [
  'provider',
  'completionApi',
  'fimTemplate',
  'editForm',
  'roles',
  'limits',
  'price',
  'priority',
  'weight',
];

/** Told a sentence; `lost` is the member of an endpoint that does not hold, where the endpoint is used without. */
type Tell = (sentence: string, lost?: string) => void;

/**
 * Reads a list of endpoints: one that cannot be used is left out, and told by its id. `tell` gets a sentence each, which begins
 * with the setting's name.
 */
export function parseEndpoints(
  list: readonly unknown[],
  tell: Tell,
  setting = SETTING,
): readonly EndpointSetting[] {
  if (list.length > MAX_ENDPOINTS) {
    tell(`${setting}: only the first ${MAX_ENDPOINTS} endpoints are used.`);
  }
  const endpoints = new Map<string, EndpointSetting>();
  for (const [index, element] of list.slice(0, MAX_ENDPOINTS).entries()) {
    const name = nameOf(element, index, setting);
    const isSmall = isBounded(element, MAX_VALUES);
    if (!isSmall) tell(`${name}: it is too large; ${LEFT_OUT}.`);
    const endpoint = isSmall ? parseEndpoint(asMeant(element), name, tell) : undefined;
    if (endpoint === undefined) continue;
    if (endpoints.has(endpoint.id)) {
      tell(`${name}: its id is used twice; ${LEFT_OUT}.`);
      continue;
    }
    if (holdsCredential(endpoint.url)) tell(`${name}: ${CREDENTIAL}`);
    // Its place counts those that are left out: mending one changes nobody else's.
    endpoints.set(endpoint.id, Object.freeze({ priority: index + 1, ...endpoint }));
  }
  return Object.freeze([...endpoints.values()]);
}

/** True for a URL in which a name, a password or a key stands. */
function holdsCredential(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { username, password, searchParams } = new URL(url);
  const isNamed = [...searchParams.keys()].some((name) => KEY_NAME.test(name));
  return username !== '' || password !== '' || isNamed;
}

/** The id says which endpoint is meant; where there is none, its place does. */
function nameOf(element: unknown, index: number, setting: string): string {
  const id = member(element, 'id');
  const isName = typeof id === 'string' && id !== '';
  return `${setting} ${isName ? brief(id) : `(number ${index + 1})`}`;
}

/** An endpoint without what we do not know of it; `undefined` if the rest is not valid either. */
function parseEndpoint(element: unknown, name: string, tell: Tell): EndpointSetting | undefined {
  const result = settingsTable.endpoints.schema.element.safeParse(element);
  if (result.success) return result.data;
  const unknown = result.error.issues.find(({ code }) => code === 'unrecognized_keys');
  if (unknown?.code === 'unrecognized_keys') {
    for (const key of unknown.keys.slice(0, MAX_TOLD)) {
      // What people write where it does not belong may be a key: the value is not told.
      const path = [...unknown.path, key].map(String).join('.');
      const meant = unknown.path.length > 0 ? undefined : nearestOf(key, MEMBERS);
      tell(`${name}: ${path} is not known; it is ignored${hintFor(key, meant)}.`, meant ?? path);
    }
    return parseEndpoint(without(element, unknown.path, unknown.keys), name, tell);
  }
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  const isSpared = isDispensable(path);
  const value = path.reduce<unknown>((inner, step) => member(inner, String(step)), element);
  const isTold = value === undefined || TOLD.includes(String(path[0]));
  const where = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
  const what = isSpared ? 'it is ignored' : LEFT_OUT;
  const reason = `${brief(isTold ? value : HIDDEN)} ${reasonOf(issue)}${adviceOn(path, value)}`;
  tell(`${name}: ${where}${reason}; ${what}.`, isSpared ? String(path[0]) : undefined);
  if (!isSpared) return undefined;
  const [of, keys] =
    path[0] === 'headers' ? [path.slice(0, 1), path.slice(1)] : [[], [String(path[0])]];
  return parseEndpoint(without(element, of, keys.map(String)), name, tell);
}

/** The member that is meant instead; a key is not to be in the settings at all. */
function hintFor(key: string, meant: string | undefined): string {
  if (KEY_NAME.test(key) || meant === 'apiKeyEnv' || meant === 'apiKeyFile') return KEY_ELSEWHERE;
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}

/** The end of a sentence about a value that is missing, or wrong. */
function adviceOn([member, inner]: readonly PropertyKey[], value: unknown): string {
  if (member === 'provider' && value !== undefined) return OTHER_PROVIDER;
  return member === 'price' && inner !== undefined && value === undefined ? BOTH : '';
}

/** True for what an endpoint works without: its price, its place among others, the form of its edits, and a header that belongs to the connection. */
const isDispensable = ([member, inner]: readonly PropertyKey[]): boolean =>
  member === 'price' ||
  member === 'priority' ||
  member === 'weight' ||
  member === 'editForm' ||
  (member === 'headers' && isOfConnection(String(inner)));

/** A copy in which the object at `path` lacks some members. */
function without(value: unknown, path: readonly PropertyKey[], keys: readonly string[]): unknown {
  const [first, ...rest] = path;
  const entries = Object.entries(value as object);
  if (first === undefined) {
    const dropped = new Set(keys);
    return Object.fromEntries(entries.filter(([key]) => !dropped.has(key)));
  }
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, key === first ? without(inner, rest, keys) : inner]),
  );
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
