import { promisify } from 'node:util';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { zstd } from '../../base/zstd.ts';
import { lz4Compress, lz4Decompress } from './lz4.ts';

/** How a payload is written; the number is part of the envelope and must not change its meaning. */
export const CODINGS = { raw: 0, zstd: 1, lz4: 2, brotli: 3 } as const;
export type Coding = keyof typeof CODINGS;

/** Larger ones are (de)compressed off the main thread. */
const ASYNC_FROM_BYTES = 64 * 1024;
/** Nothing that we store is larger; what claims to be is not ours. */
const MAX_PLAIN_BYTES = 1024 * 1024;
const LENGTH_BYTES = 4;

const ZSTD_FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Node's default is 11, which takes 40 ms for 32 KB. */
const BROTLI_FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } };
const BOUNDED = { maxOutputLength: MAX_PLAIN_BYTES };

/**
 * The coding that costs least for a text of so many bytes, encoding, decoding and 20 MB/s of transport
 * taken together, as `npm run bench -- cache` measures it. Where this Node has no zstd, brotli serves for large texts, too.
 */
export function codingFor(bytes: number, hasZstd = zstd !== undefined): Coding {
  if (bytes < 768) return 'raw';
  if (bytes < 2_048) return 'lz4';
  return bytes < 12 * 1024 || !hasZstd ? 'brotli' : 'zstd';
}

export async function compress(plain: Buffer, coding: Coding): Promise<Buffer> {
  switch (coding) {
    case 'raw':
      return plain;
    case 'lz4': {
      const length = Buffer.allocUnsafe(LENGTH_BYTES);
      length.writeUInt32LE(plain.length);
      return Buffer.concat([length, lz4Compress(plain)]);
    }
    case 'brotli':
      return brotliCompressSync(plain, BROTLI_FAST);
    case 'zstd':
      return compressZstd(plain);
  }
}

/** The plain bytes. Throws for a payload that is damaged, of an unknown coding, or too large. */
export async function decompress(payload: Buffer, coding: number): Promise<Buffer> {
  switch (coding) {
    case CODINGS.raw:
      return payload;
    case CODINGS.lz4: {
      const length = payload.readUInt32LE();
      if (length > MAX_PLAIN_BYTES) throw new RangeError('Too large');
      return lz4Decompress(payload.subarray(LENGTH_BYTES), length);
    }
    case CODINGS.brotli:
      return brotliDecompressSync(payload, BOUNDED);
    case CODINGS.zstd:
      return decompressZstd(payload);
    default:
      throw new RangeError('Unknown coding');
  }
}

async function compressZstd(plain: Buffer): Promise<Buffer> {
  if (zstd === undefined) throw new RangeError('This Node has no zstd');
  return plain.length < ASYNC_FROM_BYTES
    ? zstd.compressSync(plain, ZSTD_FAST)
    : promisify(zstd.compress)(plain, ZSTD_FAST);
}

async function decompressZstd(payload: Buffer): Promise<Buffer> {
  if (zstd === undefined) throw new RangeError('This Node has no zstd');
  return payload.length < ASYNC_FROM_BYTES
    ? zstd.decompressSync(payload, BOUNDED)
    : promisify(zstd.decompress)(payload, BOUNDED);
}
