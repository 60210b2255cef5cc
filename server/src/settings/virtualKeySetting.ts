import { createHash } from 'node:crypto';
import * as z from 'zod';
import { count } from './schemas.ts';

const HASH = /^sha256:[\da-f]{64}$/i;
const HOW_TO_HASH = `Write "sha256:" and its SHA-256, which \`printf %s 'KEY' | sha256sum\` prints (not \`echo\`, which adds a line end)`;
/** Of the empty text, and of a line end: what a command prints that was given no key. */
const OF_NOTHING = new Set(
  ['', '\n'].map((text) => `sha256:${createHash('sha256').update(text).digest('hex')}`),
);

/** The digest of a key, as it stands in the file; the key itself does not. No message repeats it. */
const keyHash = z.string().transform((text, context) => {
  const hash = text.trim().toLowerCase();
  if (HASH.test(hash) && !OF_NOTHING.has(hash)) return hash;
  context.addIssue({ code: 'custom', message: hashProblem(hash) });
  return z.NEVER;
});

function hashProblem(hash: string): string {
  if (OF_NOTHING.has(hash)) return `is the SHA-256 of an empty text. ${HOW_TO_HASH}`;
  if (/^[\da-f]{64}$/.test(hash)) return 'needs "sha256:" in front of it';
  if (hash.startsWith('sha256:')) {
    return 'must have 64 hexadecimal digits behind "sha256:", and nothing else';
  }
  return `must be the SHA-256 of a key, not a key. ${HOW_TO_HASH}. A key that stood in a file is no secret any more: make a new one`;
}

const MOMENT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;
const DAY_MS = 86_400_000;

/** Epoch milliseconds from which on a key is not taken any more: the end of a date in UTC, or a moment. */
const expiry = z.string().transform((text, context) => {
  const at = Date.parse(text);
  // JavaScript takes the 31st of February for the 2nd or 3rd of March.
  const isThere = new Date(`${text.slice(0, 10)}T00:00Z`).toJSON()?.startsWith(text.slice(0, 10));
  if (MOMENT.test(text) && !Number.isNaN(at) && isThere) {
    return text.length === 10 ? at + DAY_MS : at;
  }
  const message =
    'must be a date such as "2030-12-31", the last day in UTC, or a moment with its zone such as "2030-12-31T18:00:00Z"';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const keyName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._@+-]{0,63}$/u,
    'must begin with a letter or a digit, and have at most 64 letters, digits, blanks and . _ @ + -',
  );

/** One element of `keys`. */
export const virtualKeySchema = z.strictObject({
  name: keyName.describe('Who has the key: stands in metrics and logs. The budgets go with it.'),
  hash: keyHash.describe('`sha256:` and the SHA-256 of the key in hexadecimal digits.'),
  models: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(1_000)
    .optional()
    .describe('Models that the key may ask for. If absent, all.'),
  requestsPerMinute: count(1_000_000).optional().describe('Most requests in any 60 seconds.'),
  requestsPerDay: count(1_000_000_000).optional().describe('Most requests in any 24 hours.'),
  tokensPerMinute: count(1_000_000_000)
    .optional()
    .describe('Most tokens, of prompts and answers, in any 60 seconds.'),
  tokensPerDay: count(1_000_000_000)
    .optional()
    .describe('Most tokens, of prompts and answers, in any 24 hours.'),
  moneyPerMonth: z
    .number()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe(
      'Most money in a calendar month in UTC, by the prices of the endpoints, in their currency.',
    ),
  cacheScope: z
    .enum(['own', 'team'])
    .default('own')
    .describe('Who shares cached answers: the key alone, or all keys of its team.'),
  team: keyName.optional().describe('The team of the key.'),
  expires: expiry
    .optional()
    .describe('The last day of the key in UTC, as `2030-12-31`, or a moment with its zone.'),
});

export type VirtualKeySetting = z.output<typeof virtualKeySchema>;
