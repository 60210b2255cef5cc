import * as z from 'zod';

/** A whole number from 1 to `max`. */
export const count = (max: number) => z.int().min(1).max(max);

/** Without the slashes at its end. */
export const httpUrl = z
  .string()
  .regex(/^https?:\/\/\S+$/, 'must be an http or https URL')
  .transform((url) => url.replace(/\/+$/, ''));
