/**
 * The LZ4 block format (Y. Collet, lz4_Block_format.md), greedy, for texts of a few kilobytes: there the
 * codecs of zlib spend more on setting up than on the text, see `npm run bench -- cache`.
 */

const MIN_MATCH = 4;
/** The last five bytes are literals, and no match begins within the last twelve. */
const LAST_LITERALS = 5;
const MATCH_LIMIT = 12;
const MAX_OFFSET = 65_535;
const HASH_BITS = 12;
/** Knuth's multiplicative hash: 2^32 divided by the golden ratio. */
const GOLDEN = 0x9e3779b1;
/** Where four bits say 15, further bytes follow. */
const NIBBLE = 15;
/** After so many bytes without a match (as a power of two) the steps grow. */
const SKIP_SHIFT = 6;

/** Where a hash was last seen; positions grow from call to call, so that nothing needs to be emptied. */
const table = new Int32Array(1 << HASH_BITS);
let base = 1;

/** The compressed block. Never more than 0.4 % and 16 bytes longer than `source`. */
export function lz4Compress(source: Buffer): Buffer {
  const out = Buffer.allocUnsafe(source.length + Math.ceil(source.length / 255) + 16);
  if (base + source.length > 0x7fff_0000) restart();
  const limit = source.length - MATCH_LIMIT;
  let anchor = 0;
  let at = 0;
  let to = 0;
  while (at < limit) {
    const bytes = read32(source, at);
    const hash = Math.imul(bytes, GOLDEN) >>> (32 - HASH_BITS);
    let from = (table[hash] as number) - base;
    table[hash] = at + base;
    if (from < 0 || at - from > MAX_OFFSET || read32(source, from) !== bytes) {
      at += 1 + ((at - anchor) >> SKIP_SHIFT);
      continue;
    }
    while (at > anchor && from > 0 && source[at - 1] === source[from - 1]) {
      at--;
      from--;
    }
    const rest = matchLength(source, from, at) - MIN_MATCH;
    to = writeLiterals(source, anchor, at, Math.min(rest, NIBBLE), out, to);
    out[to++] = (at - from) & 255;
    out[to++] = (at - from) >> 8;
    if (rest >= NIBBLE) to = writeMore(rest - NIBBLE, out, to);
    at += rest + MIN_MATCH;
    anchor = at;
  }
  base += source.length;
  return out.subarray(0, writeLiterals(source, anchor, source.length, 0, out, to));
}

/** The text of a block. Throws a `RangeError` for what is no block of `length` bytes. */
export function lz4Decompress(block: Buffer, length: number): Buffer {
  const out = Buffer.allocUnsafe(length);
  const end = block.length;
  let at = 0;
  let to = 0;
  while (at < end) {
    const token = block[at++] as number;
    let literals = token >> 4;
    if (literals === NIBBLE) {
      let more = 255;
      while (more === 255 && at < end) literals += more = block[at++] as number;
    }
    if (at + literals > end || to + literals > length) throw damaged();
    for (const stop = at + literals; at < stop; ) out[to++] = block[at++] as number;
    if (at >= end) break;
    if (at + 1 >= end) throw damaged();
    let from = to - ((block[at] as number) | ((block[at + 1] as number) << 8));
    at += 2;
    let match = token & NIBBLE;
    if (match === NIBBLE) {
      let more = 255;
      while (more === 255 && at < end) match += more = block[at++] as number;
    }
    const stop = to + match + MIN_MATCH;
    if (from < 0 || from >= to || stop > length) throw damaged();
    // Byte by byte: a match may overlap what it writes.
    while (to < stop) out[to++] = out[from++] as number;
  }
  if (to !== length) throw damaged();
  return out;
}

const damaged = () => new RangeError('Not an LZ4 block of the given length');

/** A token, its literals from `begin` to `end`, and the match's share of the token; returns the new end. */
function writeLiterals(
  source: Buffer,
  begin: number,
  end: number,
  matchNibble: number,
  out: Buffer,
  start: number,
): number {
  let to = start;
  const count = end - begin;
  out[to++] = (Math.min(count, NIBBLE) << 4) | matchNibble;
  if (count >= NIBBLE) to = writeMore(count - NIBBLE, out, to);
  for (let at = begin; at < end; at++) out[to++] = source[at] as number;
  return to;
}

function writeMore(rest: number, out: Buffer, start: number): number {
  let to = start;
  let left = rest;
  for (; left >= 255; left -= 255) out[to++] = 255;
  out[to++] = left;
  return to;
}

const read32 = (bytes: Buffer, at: number): number =>
  (bytes[at] as number) |
  ((bytes[at + 1] as number) << 8) |
  ((bytes[at + 2] as number) << 16) |
  ((bytes[at + 3] as number) << 24);

function matchLength(source: Buffer, from: number, at: number): number {
  const most = source.length - LAST_LITERALS - at;
  let length = MIN_MATCH;
  while (length < most && source[from + length] === source[at + length]) length++;
  return length;
}

function restart(): void {
  table.fill(0);
  base = 1;
}
