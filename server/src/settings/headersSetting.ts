import * as z from 'zod';
import { isHeaderName, isHeaderValue } from '../base/headerSyntax.ts';
import { visible } from '../base/pasted.ts';

/** `${env:KEY}`, `<key>`: what settings do not replace, alone or behind the scheme. */
const PLACEHOLDER = /^(?:bearer\s+)?(?:\$\{[^{}]*\}|\$[A-Z_]+|<[^<>]*>)$/i;

/** Headers that belong to the connection or follow from the body: HTTP clients refuse them, or send them twice. */
const OF_CONNECTION = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** True for a header that is left out, with a word, because it cannot be set; the endpoint works without it. */
export const isOfConnection = (name: string): boolean =>
  OF_CONNECTION.has(name.trim().toLowerCase());

/** Headers of one's own, by their names in lower case, so that they take the place of ours. */
export const headersSchema = z
  .record(z.string(), z.string())
  .transform((headers, context): Record<string, string> => {
    const read: [name: string, value: string][] = [];
    for (const [given, text] of Object.entries(headers)) {
      const name = visible(given).trim().replace(/:$/, '').toLowerCase();
      const value = visible(text).trim();
      const problem = problemOf(name, value);
      read.push([name, value]);
      if (problem === undefined) continue;
      const path = isHeaderName(name) ? [given] : [];
      context.addIssue({ code: 'custom', path, message: problem });
    }
    return Object.fromEntries(read);
  });

function problemOf(name: string, value: string): string | undefined {
  if (!isHeaderName(name))
    return 'has a name that no header can have: use letters, digits and hyphens';
  if (isOfConnection(name)) return 'cannot be set, because it belongs to the connection';
  if (PLACEHOLDER.test(value)) return 'still is a placeholder; put your own value there';
  return isHeaderValue(value)
    ? undefined
    : 'has characters that no header can have, such as line ends or letters outside Latin-1';
}
