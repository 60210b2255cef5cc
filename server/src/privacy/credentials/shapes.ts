import {
  ALNUM,
  DOTTED,
  ENCODED,
  isDigit,
  isIn,
  PADDED,
  type Runs,
  URL_SAFE,
} from './characters.ts';
import { isBase62, isRandom, isStandIn, isVaried } from './values.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Of a word of letters and digits, where it is long enough to be part of a credential without a prefix. */
const LONG_WORD = 20;
/** The schemes of HTTP authentication behind which a credential stands (RFC 9110, §11). */
const SCHEMES: ReadonlySet<string> = new Set(
  'bearer basic token bot ssws apikey digest negotiate genieky splunk'.split(' '),
);

/** The credential that the word from `start` to `end` begins, by its shape alone. */
export function shapeAt(text: string, start: number, end: number, runs: Runs): Span | undefined {
  const length = end - start;
  if (length < 3) return undefined;
  switch (text.charCodeAt(end)) {
    case 0x20:
      return behindScheme(text, start, end, runs) ?? prefixed(text, start, end, runs);
    case 0x2e: // .
      return (
        webToken(text, start, runs) ??
        discord(text, start, runs) ??
        terraform(text, start, end, runs) ??
        webhook(text, start, end) ??
        prefixed(text, start, end, runs)
      );
    case 0x2d: // -
      return (
        mailchimp(text, start, end) ??
        webToken(text, start, runs) ??
        discord(text, start, runs) ??
        prefixed(text, start, end, runs)
      );
    case 0x5f: // _
      return (
        webToken(text, start, runs) ??
        discord(text, start, runs) ??
        prefixed(text, start, end, runs)
      );
    case 0x7e: // ~
      return azureSecret(text, start, end, runs);
    case 0x3a: // :
      return telegram(text, start, end, runs) ?? prefixed(text, start, end, runs);
    default:
      return prefixed(text, start, end, runs);
  }
}

/** `Authorization: Bearer …`, and the like for other schemes. */
function behindScheme(text: string, start: number, end: number, runs: Runs): Span | undefined {
  const from = end + 1;
  if (end - start > 9) return undefined;
  const all = runs.end(DOTTED | ENCODED, from);
  if (all - from < 8) return undefined;
  const scheme = text.slice(start, end).toLowerCase();
  if (!SCHEMES.has(scheme)) return undefined;
  const last = scheme === 'basic' ? runs.end(PADDED, from) : all;
  const value = text.slice(from, Math.min(last, from + 400));
  if (value.length < 8 || isStandIn(value)) return undefined;
  if (scheme === 'basic') return isUserAndPassword(value) ? { start: from, end: last } : undefined;
  return value.length >= 16 && isRandom(value) ? { start: from, end: last } : undefined;
}

/** True for what basic authentication sends: user and password with a colon between them, in base64 (RFC 7617). */
function isUserAndPassword(value: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
  return /^[\x20-\x7e]{1,128}:[\x20-\x7e]{1,200}$/.test(
    Buffer.from(value, 'base64').toString('latin1'),
  );
}

/** A JSON Web Token: header and claims are JSON objects in base64url, which begins with `eyJ` (RFC 7519). */
function webToken(text: string, start: number, runs: Runs): Span | undefined {
  if (!text.startsWith('eyJ', start)) return undefined;
  const header = runs.end(URL_SAFE, start);
  if (text.charCodeAt(header) !== 0x2e || header - start < 15) return undefined;
  const end = runs.end(DOTTED, start);
  return end - header > 15 ? { start, end } : undefined;
}

/** A secret of a Microsoft Entra application: three characters, a digit, `Q~`, and 31 to 34 more. */
function azureSecret(text: string, start: number, end: number, runs: Runs): Span | undefined {
  if (
    text.charCodeAt(end) !== 0x7e ||
    text.charCodeAt(end - 1) !== 0x51 ||
    !isDigit(text.charCodeAt(end - 2))
  )
    return undefined;
  const last = runs.end(DOTTED, end + 1);
  return last - end >= 30 ? { start: Math.max(0, start), end: last } : undefined;
}

/** A Telegram bot's token: its number, a colon, `AA` and 33 more. */
function telegram(text: string, start: number, end: number, runs: Runs): Span | undefined {
  const length = end - start;
  if (length < 8 || length > 11 || !text.startsWith(':A', end) || !isDigit(text.charCodeAt(start)))
    return undefined;
  const last = runs.end(URL_SAFE, end + 1);
  return last - end >= 34 && last - end <= 40 ? { start, end: last } : undefined;
}

/** A Mailchimp key: 32 hexadecimal digits and its data center. */
function mailchimp(text: string, start: number, end: number): Span | undefined {
  if (end - start !== 32 || !text.startsWith('-us', end)) return undefined;
  return isRandom(text.slice(start, end))
    ? { start, end: end + 3 + numberLength(text, end + 3) }
    : undefined;
}

function numberLength(text: string, from: number): number {
  let at = from;
  while (at - from < 3 && isDigit(text.charCodeAt(at))) at++;
  return at - from;
}

/** A Discord bot's token: three parts of base64url with dots between them, the first the bot's number. */
function discord(text: string, start: number, runs: Runs): Span | undefined {
  const first = runs.end(URL_SAFE, start);
  if (first - start < 23 || first - start > 28 || text.charCodeAt(first) !== 0x2e) return undefined;
  const end = runs.end(DOTTED, start);
  if (text.charCodeAt(first + 7) !== 0x2e || end - first < 34 || end - first > 50) return undefined;
  return isRandom(text.slice(start, end)) ? { start, end } : undefined;
}

/** A token of Terraform Cloud: `….atlasv1.…`. */
function terraform(text: string, start: number, end: number, runs: Runs): Span | undefined {
  if (end - start !== 14 || !text.startsWith('.atlasv1.', end)) return undefined;
  return { start, end: runs.end(DOTTED, end) };
}

/**
 * A short name, a dash or an underscore, and letters of both cases and digits drawn at random: the form that issuers choose
 * whose prefix is not listed.
 */
function prefixed(text: string, start: number, end: number, runs: Runs): Span | undefined {
  if (
    end - start < LONG_WORD ||
    !isIn(URL_SAFE, text.charCodeAt(start - 1)) ||
    isIn(ALNUM, text.charCodeAt(start - 1))
  )
    return undefined;
  if (!isBase62(text.slice(start, end))) return undefined;
  let first = start;
  while (first > 0 && start - first < 24 && isIn(URL_SAFE, text.charCodeAt(first - 1))) first--;
  const prefix = text.slice(first, start);
  // A digest names itself: `sha512-…`, and goes on in base64.
  if (DIGEST.test(prefix) || isIn(PADDED, text.charCodeAt(runs.end(URL_SAFE, start))))
    return undefined;
  return /^[a-zA-Z][a-zA-Z0-9]{0,11}(?:[_-][a-z0-9]{1,10})?[_-]{1,2}$/.test(prefix)
    ? { start: first, end: runs.end(URL_SAFE, start) }
    : undefined;
}

const DIGEST = /^(?:sha|md)\d/i;

const HOOKS =
  /^(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/|(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/webhooks\/\d{6,24}\/|webhook\.office\.com\/webhookb2\/|hooks\.zapier\.com\/hooks\/catch\/|maker\.ifttt\.com\/trigger\/\w{1,64}\/with\/key\/)/;

/** The secret part of a webhook's address. */
function webhook(text: string, start: number, end: number): Span | undefined {
  const next = text.charCodeAt(end);
  if (next !== 0x2e && next !== 0x2d) return undefined;
  if (!WEBHOOK_STARTS.has(text.slice(start, end))) return undefined;
  const hook = HOOKS.exec(text.slice(start, start + 200))?.[0];
  if (hook === undefined) return undefined;
  const from = start + hook.length;
  let last = from;
  while (
    last - from < 300 &&
    (isIn(URL_SAFE, text.charCodeAt(last)) || '/@'.includes(text.charAt(last) || ' '))
  )
    last++;
  return isVaried(text.slice(from, last)) && last - from >= 16
    ? { start: from, end: last }
    : undefined;
}
const WEBHOOK_STARTS: ReadonlySet<string> = new Set([
  'hooks',
  'discord',
  'discordapp',
  'canary',
  'ptb',
  'maker',
  'webhook',
]);
