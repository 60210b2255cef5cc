import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** JSON values as they may enter a digest. `undefined` members are left out. */
export type Canonical =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Canonical[]
  | { readonly [member: string]: Canonical };

/** JSON with members ordered by UTF-16 code units, as RFC 8785 orders them; texts stay byte-exact. */
export function canonicalJson(value: Canonical): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`);
  return `{${members.join(',')}}`;
}

const isList = (value: object): value is readonly Canonical[] => Array.isArray(value);

/** Named values as parts for a digest: each name, then its value. */
export const canonicalParts = (values: Readonly<Record<string, Canonical>>): string[] =>
  Object.entries(values).flatMap(([name, value]) => [name, canonicalJson(value)]);

/**
 * HMAC-SHA-256 over the parts, each preceded by its length in bytes, so that moving a character from
 * one part to the next changes the digest. Returns 64 hex digits.
 */
export function keyedDigest(secret: string, parts: readonly string[]): string {
  const text = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');
  return createHmac('sha256', keyOf(secret)).update(text).digest('hex');
}

/** The secret used last: making its key takes longer than a digest. */
let last: { readonly secret: string; readonly key: KeyObject } | undefined;

function keyOf(secret: string): KeyObject {
  if (last?.secret !== secret) last = { secret, key: createSecretKey(Buffer.from(secret)) };
  return last.key;
}
