/** Why a tier does not work, as far as its user can do something about it. */
export type TierReason =
  | 'unreachable'
  | 'slow'
  | 'password'
  | 'permission'
  | 'untrusted'
  | 'notTls'
  | 'full'
  | 'notWritable'
  | 'refused';

/** Codes of Node's sockets, files and TLS (Node's documentation, "Errors"; OpenSSL's `X509_V_ERR_*`). */
const CODES: readonly (readonly [codes: RegExp, reason: TierReason])[] = [
  [/^(?:ECONN\w+|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE)$/, 'unreachable'],
  [/CERT|^(?:UNABLE_TO_\w+|SELF_SIGNED_\w+|ERR_TLS_\w+|HOSTNAME_MISMATCH)$/, 'untrusted'],
  [/^(?:EPROTO|ERR_SSL_\w+)$/, 'notTls'],
  [/^(?:ENOSPC|EDQUOT)$/, 'full'],
  [/^(?:EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST)$/, 'notWritable'],
];
/** The first words of errors of Redis (its documentation, "Redis serialization protocol", simple errors), of its client, and of our HTTP tier. */
const WORDS: readonly (readonly [words: RegExp, reason: TierReason])[] = [
  [/^(?:WRONGPASS|NOAUTH|ERR (?:AUTH|invalid password))/, 'password'],
  [/^NOPERM/, 'permission'],
  [/^OOM/, 'full'],
  [/^(?:READONLY|MISCONF)/, 'notWritable'],
  [/^(?:Connection timeout|Socket (?:closed unexpectedly|timeout))/, 'unreachable'],
  [/^HTTP 40[13]$/, 'password'],
  [/^HTTP \d{3}$/, 'refused'],
];
/** Of SQLite (its documentation, "Result codes"): SQLITE_PERM, _READONLY, _FULL, _CANTOPEN. */
const SQLITE: Readonly<Record<number, TierReason>> = {
  3: 'notWritable',
  8: 'notWritable',
  13: 'full',
  14: 'notWritable',
};

/** The reason that an error tells of; `undefined` for one that tells nothing that would help. Reads no more of it than its class. */
export function tierReason(error: unknown): TierReason | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'DeadlineError') return 'slow';
  if (error.name === 'UnusableFileError') return 'notWritable';
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  const known = typeof errcode === 'number' ? SQLITE[errcode & 0xff] : undefined;
  const byCode = CODES.find(([codes]) => typeof code === 'string' && codes.test(code))?.[1];
  const byWords = WORDS.find(([words]) => words.test(error.message.slice(0, 64)))?.[1];
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return known ?? byCode ?? byWords ?? (inner === undefined ? undefined : tierReason(inner));
}
