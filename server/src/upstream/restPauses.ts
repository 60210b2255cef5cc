import type { EndpointErrorKind } from '../domain/endpointError.ts';

/** How long a model of an endpoint rests after a refusal that comes again. */
export interface Pauses {
  /** Number of refusals in a row before it rests, where it has answered before; the first is enough where it never has. */
  readonly after: number;
  /** The first pause; each further one is four times as long, up to the last. In milliseconds. */
  readonly firstMs: number;
  readonly mostMs: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The user has to change something: asked now and then, in case somebody has, and at once where they change a setting or a key. */
const MENDED_BY_USER: Pauses = { after: 1, firstMs: MINUTE, mostMs: HOUR };
/** It may be this request alone. */
const PERHAPS_ONE_REQUEST: Pauses = { after: 2, firstMs: MINUTE, mostMs: HOUR };

/** Absent for what passes by itself, or is no matter of the model. */
export const REST_PAUSES: Readonly<Partial<Record<EndpointErrorKind, Pauses>>> = {
  untrusted: MENDED_BY_USER,
  oldTls: MENDED_BY_USER,
  notTls: MENDED_BY_USER,
  unencrypted: MENDED_BY_USER,
  unsendable: MENDED_BY_USER,
  redirected: MENDED_BY_USER,
  proxyLogin: MENDED_BY_USER,
  proxyRefused: MENDED_BY_USER,
  outOfCredit: MENDED_BY_USER,
  unauthorized: MENDED_BY_USER,
  noModel: MENDED_BY_USER,
  wrongApi: MENDED_BY_USER,
  forbidden: PERHAPS_ONE_REQUEST,
  rejected: PERHAPS_ONE_REQUEST,
  noAnswer: PERHAPS_ONE_REQUEST,
  contextFull: PERHAPS_ONE_REQUEST,
  onlyThought: PERHAPS_ONE_REQUEST,
  // Each try loads gigabytes.
  cannotRun: PERHAPS_ONE_REQUEST,
  // A text that is refused says nothing of the next one; a project full of them does.
  moderated: { after: 3, firstMs: MINUTE / 2, mostMs: HOUR },
  // Seconds, as long as it takes to read a file of some gigabytes.
  loading: { after: 1, firstMs: 1_000, mostMs: 8_000 },
  // Nobody expects it back.
  retired: { after: 1, firstMs: 6 * HOUR, mostMs: 24 * HOUR },
};

/** A server that cannot be reached when it is asked again is asked as soon as another that rests. */
export const FAULT_PAUSES: Pauses = { after: 1, firstMs: 15_000, mostMs: HOUR };
