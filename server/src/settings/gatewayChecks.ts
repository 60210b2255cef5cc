import { type EndpointSetting, needsEditor } from './endpointSetting.ts';
import type { GatewayProblems } from './gatewayProblems.ts';
import type { ListenAddress } from './listenAddress.ts';
import type { VirtualKeySetting } from './virtualKeySetting.ts';

/** A key with its place in the file. */
export interface PlacedKey {
  readonly path: string;
  readonly key: VirtualKeySetting;
}

/** Two keys of one name would share budgets, two of one hash are the same key. */
export function checkTwice(keys: readonly PlacedKey[], problems: GatewayProblems): void {
  for (const member of ['name', 'hash'] as const) {
    const first = new Map<string, string>();
    for (const { path, key } of keys) {
      const other = first.get(key[member]);
      if (other === undefined) first.set(key[member], path);
      else problems.tell(`${path}.${member}`, `is that of ${other}, too; each key needs its own`);
    }
  }
}

/** Keys that are of no use, or not for what they seem to be. */
export function checkUse(
  keys: readonly PlacedKey[],
  endpoints: readonly EndpointSetting[],
  now: number,
  problems: GatewayProblems,
): void {
  const models = modelsOf(endpoints);
  for (const { path, key } of keys) {
    if (key.expires !== undefined && key.expires <= now) {
      const day = new Date(key.expires - 1).toISOString().slice(0, 10);
      problems.tell(`${path}.expires`, `the key has expired (${day}) and is refused`, true);
    }
    if (key.team !== undefined && key.cacheScope === 'own') {
      const how = 'shares nothing without `"cacheScope": "team"`';
      problems.tell(`${path}.team`, how, true);
    }
    for (const [at, model] of (key.models ?? []).entries()) {
      if (models === undefined || models.has(model)) continue;
      problems.tell(`${path}.models[${at}]`, 'no endpoint has a model of that name', true);
    }
  }
}

/** Budgets of money that count nothing, or not all. */
export function checkMoney(
  keys: readonly PlacedKey[],
  endpoints: readonly EndpointSetting[],
  problems: GatewayProblems,
): void {
  const priced = endpoints.flatMap(({ price }) => (price === undefined ? [] : [price]));
  const currencies = new Set(priced.flatMap(({ currency }) => currency ?? []));
  for (const { path, key } of keys) {
    if (key.moneyPerMonth === undefined) continue;
    const money = `${path}.moneyPerMonth`;
    if (priced.length === 0) {
      problems.tell(money, 'does nothing, because no endpoint has a `price`', true);
    } else if (currencies.size > 1) {
      const which = [...currencies].map((each) => JSON.stringify(each)).join(', ');
      problems.tell(money, `adds prices in several currencies as if they were one: ${which}`, true);
    } else if (priced.length < endpoints.length) {
      problems.tell(money, 'does not count endpoints without a `price`', true);
    }
  }
}

/** The names by which endpoints are asked; `undefined` where one may have any model. */
function modelsOf(endpoints: readonly EndpointSetting[]): ReadonlySet<string> | undefined {
  if (endpoints.some(({ model, completionModel }) => (model ?? completionModel) === undefined)) {
    return undefined;
  }
  return new Set(
    endpoints.flatMap(({ id, model, completionModel }) => [id, model ?? id, completionModel ?? id]),
  );
}

/** Endpoints that a gateway cannot ask. */
export function checkProviders(
  endpoints: readonly EndpointSetting[],
  problems: GatewayProblems,
): void {
  for (const { id, provider } of endpoints) {
    if (!needsEditor(provider)) continue;
    const why = `the provider "${provider}" needs an editor; a gateway has none`;
    problems.tell('endpoints', `${JSON.stringify(id)}: ${why}`);
  }
}

/** Without keys whoever reaches the gateway spends money: only programs of this machine may. */
export function checkReach(
  listen: readonly (readonly [path: string, ListenAddress])[],
  problems: GatewayProblems,
): void {
  for (const [path, { isLoopback }] of listen) {
    if (isLoopback) continue;
    const instead = 'add `keys`, or listen on 127.0.0.1';
    problems.tell(path, `other machines would get in without a key; ${instead}`);
  }
}
