import fc from 'fast-check';
import { HOSTILE_TEXTS } from '../../tools/testing/hostileTexts.ts';

/** Characters that nobody sees, that turn the direction, or that are half of one. */
const ODD = ['\0', '\u0007', '\u001b', '\u0085', '\u00ad', '\u200b', '\u200d', '\u2028', '\u202e'];
const ODDER = ['\u2066', '\ufeff', '\ufffd', '\ud83d', '\ude00', '\u{e0041}', '\u{e000}'];

/** Pieces of code, prose and markup. */
const PIECES = ['a', 'b', 'x y', '  ', '\t', '(', ')', '[', ']', '{', '}', '<', '>', '"', "'", '`'];
const MORE_PIECES = ['$', '&', '*', '_', '\\', '/', '//', '#', '-', '=', ':', ';', ',', '.', '|'];
const WORDS = ['const', 'return', 'if (', 'http://', 'command:', 'www.', '1', 'é', '𝒳', '😀', '\n'];

/** Texts of a few pieces, among them such as do harm. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(...PIECES, ...MORE_PIECES, ...WORDS),
      },
      { weight: 1, arbitrary: fc.constantFrom(...ODD, ...ODDER, '\r\n', '\r') },
      { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
      { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

/** One piece many times over: what costs more than linear time takes long here. */
const longText: fc.Arbitrary<string> = fc
  .tuple(
    anyText,
    fc.array(fc.constantFrom(...PIECES, ...MORE_PIECES, ...WORDS), { minLength: 1, maxLength: 3 }),
    fc.integer({ min: 1, max: 20_000 }),
    anyText,
  )
  .map(
    ([before, parts, times, after]) =>
      before + parts.join('').repeat(Math.ceil(times / parts.join('').length)) + after,
  );

/** Mostly short texts, and a long one now and then. */
export const anyLength: fc.Arbitrary<string> = fc.oneof(
  { weight: 60, arbitrary: anyText },
  { weight: 1, arbitrary: longText },
);
