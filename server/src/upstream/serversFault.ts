import { EventTooLongError } from './lines.ts';
import { BodyCodingError, BodyTooLongError } from './plainBody.ts';

/** True if the server caused the error: it sent too long a text, or an invalid coding. */
export const isServersFault = (error: unknown): boolean =>
  error instanceof EventTooLongError ||
  error instanceof BodyTooLongError ||
  error instanceof BodyCodingError ||
  (error instanceof Error && /^(?:Z_|ZSTD_|ERR__ERROR)/.test(codeOf(error)));

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');
