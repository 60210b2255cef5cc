import * as z from 'zod';
import { parsedAddress } from '../providers/address/parsedAddress.ts';

/** A whole number from 1 to `max`. */
export const count = (max: number) => z.int().min(1).max(max);

/** The address of a server whose paths are put behind it: in any form that people paste, without a slash at its end. */
export const serverUrl = z.string().transform((text, context) => {
  const parsed = parsedAddress(text);
  if ('problem' in parsed) {
    context.addIssue({ code: 'custom', message: parsed.problem });
    return z.NEVER;
  }
  const { url } = parsed;
  if (url.search !== '') {
    const message = 'must have no query: remove what follows the question mark';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  return url.href.replace(/(?<!\/)\/+$/, '');
});
