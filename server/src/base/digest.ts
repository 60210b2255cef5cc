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

/** JSON with members ordered by UTF-16 code units, as RFC 8785 orders them; texts stay byte-exact. Linear in what is written. */
export function canonicalJson(value: Canonical): string {
  const writer = new CanonicalWriter();
  writer.write(value);
  return writer.json;
}

/** Adds to one text: texts that are put together at each level would be copied at each. */
class CanonicalWriter {
  json = '';

  write(value: Canonical): void {
    if (!isDeep(value)) this.json += value === undefined ? 'null' : JSON.stringify(value);
    else if (isList(value)) this.#writeList(value);
    else this.#writeMembers(value);
  }

  #writeList(list: readonly Canonical[]): void {
    // Long lists are tokens of prompts, or inputs.
    if (list.length >= LONG && !list.some(isDeep)) {
      this.json += JSON.stringify(list);
      return;
    }
    let before = '[';
    for (const each of list) {
      this.json += before;
      this.write(each);
      before = ',';
    }
    this.json += before === '[' ? '[]' : ']';
  }

  #writeMembers(members: { readonly [member: string]: Canonical }): void {
    let before = '{';
    for (const name of Object.keys(members).sort()) {
      if (members[name] === undefined) continue;
      this.json += `${before}${JSON.stringify(name)}:`;
      this.write(members[name]);
      before = ',';
    }
    this.json += before === '{' ? '{}' : '}';
  }
}

/** Items from which on it pays to look whether `JSON.stringify` writes a list as it should be. */
const LONG = 8;

const isDeep = (
  value: Canonical,
): value is readonly Canonical[] | { readonly [member: string]: Canonical } =>
  typeof value === 'object' && value !== null;
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
