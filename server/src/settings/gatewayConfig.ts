import { commentedJson } from '../base/commentedJson.ts';
import { parseEndpoints } from './endpointList.ts';
import type { EndpointSetting } from './endpointSetting.ts';
import { valuesOf } from './engineMembers.ts';
import {
  checkMoney,
  checkProviders,
  checkReach,
  checkTwice,
  checkUse,
  type PlacedKey,
} from './gatewayChecks.ts';
import { type GatewayProblem, GatewayProblems } from './gatewayProblems.ts';
import { DEFAULT_LISTEN, type GatewayLimits, gatewayTable } from './gatewayTable.ts';
import { type ListenAddress, listenAddress } from './listenAddress.ts';
import { type Settings, settingsFrom } from './settings.ts';
import type { SettingName } from './settingsTable.ts';
import { type VirtualKeySetting, virtualKeySchema } from './virtualKeySetting.ts';

/** Largest configuration file, in bytes. */
export const MAX_CONFIG_BYTES = 1_000_000;
const MAX_LISTEN = 10;
const MAX_KEYS = 10_000;
const MIN_WORKERS = 2;

/** The gateway's configuration, checked and frozen. */
export interface GatewayConfig {
  readonly listen: readonly ListenAddress[];
  /** Without any, everybody who reaches the gateway may ask. */
  readonly keys: readonly VirtualKeySetting[];
  /** Without `max`, as many processes as the machine has cores. */
  readonly workers: { readonly min: number; readonly max: number | undefined };
  readonly redisUrl: string;
  readonly limits: GatewayLimits;
  /** Endpoints, cache (`redisUrl` included) and routing, as the engine takes them; all others hold their defaults. */
  readonly settings: Settings;
}

export interface CheckedGatewayConfig {
  /** Absent where something is wrong: what is meant to limit must not be left out. */
  readonly config?: GatewayConfig;
  readonly problems: readonly GatewayProblem[];
}

/** Reads a configuration file. Total. `now` is epoch milliseconds. */
export function checkGatewayConfig(text: string, now: number): CheckedGatewayConfig {
  if (Buffer.byteLength(text) > MAX_CONFIG_BYTES) {
    const sentence = `The file is larger than ${MAX_CONFIG_BYTES / 1_000_000} MB.`;
    return { problems: [{ isWarning: false, sentence }] };
  }
  const read = commentedJson(text);
  if ('problem' in read) {
    const { line, column } = read.place;
    const sentence = `The file is no JSON: line ${line}, column ${column} ${read.problem}.`;
    return { problems: [{ isWarning: false, sentence }] };
  }
  const problems = new GatewayProblems(read.placeOf);
  for (const path of read.repeated) problems.tell(path, 'is there twice; remove one of them');
  const config = parse(read.value, now, problems);
  return problems.hasErrors || config === undefined
    ? { problems: problems.list }
    : { config: Object.freeze(config), problems: problems.list };
}

function parse(raw: unknown, now: number, problems: GatewayProblems): GatewayConfig | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    problems.tell('', 'must be an object, such as {"endpoints": []}');
    return undefined;
  }
  const members = new Map<string, unknown>(Object.entries(raw));
  for (const name of members.keys()) {
    if (!Object.hasOwn(gatewayTable, name)) problems.tellUnknown('', name);
  }
  const listen = parseListen(members.get('listen') ?? DEFAULT_LISTEN, problems);
  const keys = parseKeys(members.get('keys') ?? [], problems);
  const isMoneyCounted = keys.some(({ key }) => key.moneyPerMonth !== undefined);
  const { endpoints, areUsed } = parseEndpointList(
    members.get('endpoints'),
    isMoneyCounted,
    problems,
  );
  checkTwice(keys, problems);
  checkUse(keys, endpoints, now, problems);
  if (areUsed) checkMoney(keys, endpoints, problems);
  checkProviders(endpoints, problems);
  if (!members.has('keys') || isEmptyList(members.get('keys'))) checkReach(listen, problems);
  if (isEmptyList(members.get('keys')) && !problems.hasErrors) problems.tell('keys', OPEN, true);
  const member = <Name extends keyof typeof gatewayTable>(name: Name) =>
    parseMember(name, members.get(name), problems);
  const [limits, redisUrl, cache, routing] = [
    member('limits'),
    member('redisUrl') ?? '',
    member('cache'),
    member('routing'),
  ];
  member('$schema');
  const workers = parseWorkers(member('workers'), problems);
  if (limits === undefined) return undefined;
  const values: [SettingName, unknown][] = [
    ['endpoints', endpoints],
    ['cache.redis.url', redisUrl],
    ...valuesOf('cache', cache),
    ...valuesOf('routing', routing),
  ];
  return {
    listen: listen.map(([, address]) => address),
    keys: keys.map(({ key }) => key),
    workers,
    redisUrl,
    limits,
    settings: settingsFrom(new Map(values)),
  };
}

function parseMember<Name extends keyof typeof gatewayTable>(
  name: Name,
  value: unknown,
  problems: GatewayProblems,
) {
  const result = gatewayTable[name].safeParse(value);
  if (result.success) return result.data as ReturnType<(typeof gatewayTable)[Name]['parse']>;
  problems.tellIssues(name, value, result.error);
  return undefined;
}

function parseListen(raw: unknown, problems: GatewayProblems): [path: string, ListenAddress][] {
  const list = Array.isArray(raw) ? raw : [raw];
  if (list.length === 0 || list.length > MAX_LISTEN) {
    problems.tell('listen', `must have one to ${MAX_LISTEN} addresses`);
  }
  const known = new Set<string>();
  return list.slice(0, MAX_LISTEN).flatMap((each, at): [string, ListenAddress][] => {
    const path = Array.isArray(raw) ? `listen[${at}]` : 'listen';
    const result = listenAddress.safeParse(each);
    if (!result.success) {
      problems.tellIssues(path, each, result.error);
      return [];
    }
    const { host, port } = result.data;
    if (port !== 0 && known.has(`${host}:${port}`)) problems.tell(path, 'is there twice');
    known.add(`${host}:${port}`);
    return [[path, result.data]];
  });
}

function parseKeys(raw: unknown, problems: GatewayProblems): PlacedKey[] {
  if (!Array.isArray(raw)) {
    problems.tell('keys', 'must be a list of objects with `name` and `hash`');
    return [];
  }
  if (raw.length > MAX_KEYS) problems.tell('keys', `must be at most ${MAX_KEYS}`);
  return raw.slice(0, MAX_KEYS).flatMap((each, at): PlacedKey[] => {
    const path = `keys[${at}]`;
    const result = virtualKeySchema.safeParse(each);
    if (result.success) return [{ path, key: Object.freeze(result.data) }];
    problems.tellIssues(path, each, result.error);
    return [];
  });
}

const OPEN = 'is empty: every program on this machine may ask without one';

/** The end of a sentence about an endpoint of the editor: here such a file is not used at all. */
const TAIL = /; (?:this endpoint is left out|it is ignored)(?=[ .])/;
/** Behind a sentence about a price that cannot be read. */
const MONEY = ' Without that price, `moneyPerMonth` of a key does not hold.';

/**
 * As the setting `aurelis.endpoints` is read; where an endpoint is left out, or a limit would not hold, all that is said of endpoints is an error. A price
 * belongs to a limit where a key may spend money. `areUsed` is false where it holds an error.
 */
function parseEndpointList(
  raw: unknown,
  isMoneyCounted: boolean,
  problems: GatewayProblems,
): { readonly endpoints: readonly EndpointSetting[]; readonly areUsed: boolean } {
  if (!Array.isArray(raw) || raw.length === 0) {
    problems.tell('endpoints', 'must be a list of at least one model server');
    return { endpoints: [], areUsed: false };
  }
  const told: { readonly sentence: string; readonly lost: string | undefined }[] = [];
  const tell = (sentence: string, lost?: string) => told.push({ sentence, lost });
  const endpoints = parseEndpoints(raw, tell, 'endpoints');
  const isOfMoney = (lost: string | undefined) => isMoneyCounted && lost === 'price';
  const isLimitLost = told.some(
    ({ lost }) => lost === 'limits' || lost?.startsWith('limits.') || isOfMoney(lost),
  );
  const areUsed = endpoints.length === raw.length && !isLimitLost;
  for (const { sentence, lost } of told) {
    const error = `${sentence.replace(TAIL, '')}${isOfMoney(lost) ? MONEY : ''}`;
    problems.add(areUsed ? sentence : error, areUsed);
  }
  return { endpoints, areUsed };
}

function parseWorkers(
  given: { min?: number | undefined; max?: number | undefined } | undefined,
  problems: GatewayProblems,
): GatewayConfig['workers'] {
  const { min, max } = given ?? {};
  if (min !== undefined && max !== undefined && min > max) {
    problems.tell('workers.min', `${min} must be at most \`workers.max\`, which is ${max}`);
  }
  return { min: min ?? Math.min(MIN_WORKERS, max ?? MIN_WORKERS), max };
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
