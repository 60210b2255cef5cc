import { hash } from 'node:crypto';
import { type Canonical, canonicalJson } from '../base/digest.ts';
import type { Pieces } from '../base/turns.ts';
import type { RelayInput } from '../domain/relay.ts';

/** Longer texts enter keys as digests, in UTF-16 units. */
const LONG = 256;

type Members = { readonly [member: string]: Canonical };

/** Of members of bodies that are passed on: they are the same for each endpoint that may answer, and may have megabytes. */
const known = new WeakMap<RelayInput['body'], Map<string, Digested>>();

/** A list with nothing but a digest: no other list or object enters a key. */
type Digested = readonly [digest: string];

/** A body as it enters a key: whatever may be long is a digest. */
export const digestedBody = (sent: readonly (readonly [string, Canonical])[], input: RelayInput) =>
  Object.fromEntries(sent.map(([name, value]) => [name, digested(name, value, input)])) as Members;

/** Makes the digests of a large body before they are asked for, in pieces. */
export function* makeDigests({ body }: RelayInput): Pieces<void> {
  for (const [name, value] of Object.entries(body)) {
    if (!isLong(value)) continue;
    yield;
    const json = canonicalJson(value);
    yield;
    knownOf(body).set(name, digestOf(json));
  }
}

function digested(name: string, value: Canonical, { body }: RelayInput): Canonical {
  if (!isLong(value)) return value;
  // A prompt may be written for an endpoint's model.
  if (body[name] !== value) return digestOf(canonicalJson(value));
  const digest = knownOf(body).get(name) ?? digestOf(canonicalJson(value));
  knownOf(body).set(name, digest);
  return digest;
}

function knownOf(body: RelayInput['body']): Map<string, Digested> {
  const digests = known.get(body) ?? new Map<string, Digested>();
  known.set(body, digests);
  return digests;
}

const isLong = (value: Canonical): boolean =>
  typeof value === 'string' ? value.length > LONG : typeof value === 'object' && value !== null;

const digestOf = (json: string): Digested => [hash('sha256', json)];
