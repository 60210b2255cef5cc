import { isUtf8 } from 'node:buffer';

/** The replacement character: in place of bytes that an earlier program could not read. */
const REPLACEMENT = Buffer.from('\u{fffd}');
/** Begins a change of the character set in ISO-2022 (ECMA-35), which is made of ASCII alone. */
const SHIFT = Buffer.from('\x1b$');
const BYTE_ORDER_MARK = /^\ufeff/;

/**
 * The text of a source file, without a byte order mark; `undefined` for one that is not UTF-8, or not text: read as UTF-8,
 * another encoding would be learnt and suggested as damaged letters. UTF-16 and UTF-32 have a NUL at each line's end.
 */
export function sourceText(bytes: Buffer): string | undefined {
  if (bytes.includes(0) || !isUtf8(bytes)) return undefined;
  if (bytes.includes(REPLACEMENT) || bytes.includes(SHIFT)) return undefined;
  return bytes.toString('utf8').replace(BYTE_ORDER_MARK, '');
}
