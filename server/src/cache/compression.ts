import { promisify } from 'node:util';
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
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
 * taken together, as `npm run bench -- cache` measures it.
 */
export function codingFor(bytes: number): Coding {
  if (bytes < 768) return 'raw';
  if (bytes < 2_048) return 'lz4';
  return bytes < 12 * 1024 ? 'brotli' : 'zstd';
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
      return plain.length < ASYNC_FROM_BYTES
        ? zstdCompressSync(plain, ZSTD_FAST)
        : compressLarge(plain, ZSTD_FAST);
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
      return payload.length < ASYNC_FROM_BYTES
        ? zstdDecompressSync(payload, BOUNDED)
        : decompressLarge(payload, BOUNDED);
    default:
      throw new RangeError('Unknown coding');
  }
}

const compressLarge = promisify(zstdCompress);
const decompressLarge = promisify(zstdDecompress);
