import * as zlib from 'node:zlib';

/** Node's zstd; `undefined` where this Node has none (before 22.15, from 23.0 to 23.7). */
export const zstd =
  typeof zlib.zstdCompress === 'function'
    ? {
        compress: zlib.zstdCompress,
        compressSync: zlib.zstdCompressSync,
        decompress: zlib.zstdDecompress,
        decompressSync: zlib.zstdDecompressSync,
        createDecompress: zlib.createZstdDecompress,
      }
    : undefined;
