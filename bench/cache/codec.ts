import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  gunzipSync,
  gzipSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import {
  CODINGS,
  codingFor,
  compress,
  decompress,
} from '../../server/src/cache/codec/compression.ts';
import { lz4Compress, lz4Decompress } from '../../server/src/cache/codec/lz4.ts';
import { sourcesOf } from '../../tools/sources.ts';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';

const SIZES_KB = [0.25, 0.5, 0.75, 1, 2, 4, 8, 16, 32, 64, 128, 256];
const BYTES_PER_MICROSECOND = 20;
const ROUNDS = 60;
const quality = (level: number) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: level } });
const level1 = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

interface Codec {
  readonly name: string;
  readonly encode: (plain: Buffer) => Buffer;
  readonly decode: (packed: Buffer, length: number) => Buffer;
}

const CODECS: readonly Codec[] = [
  { name: 'none', encode: (plain) => plain, decode: (packed) => packed },
  { name: 'gzip 1', encode: (plain) => gzipSync(plain, { level: 1 }), decode: gunzip },
  { name: 'brotli 0', encode: (plain) => brotliCompressSync(plain, quality(0)), decode: unbrotli },
  { name: 'brotli 1', encode: (plain) => brotliCompressSync(plain, quality(1)), decode: unbrotli },
  { name: 'zstd 1', encode: (plain) => zstdCompressSync(plain, level1), decode: unzstd },
  { name: 'lz4', encode: lz4Compress, decode: lz4Decompress },
];

function gunzip(packed: Buffer): Buffer {
  return gunzipSync(packed);
}
function unbrotli(packed: Buffer): Buffer {
  return brotliDecompressSync(packed);
}
function unzstd(packed: Buffer): Buffer {
  return zstdDecompressSync(packed);
}

/**
 * Measures the cost of keeping a text: encode, decode, and 20 MB/s for the bytes. Texts are pieces of source files, another
 * in each round. The choice of `codingFor` is compared with the cheapest of its size.
 */
export async function codec(): Promise<Measured[]> {
  const text = Buffer.from(
    sourcesOf('effect', 'src/**/*.ts')
      .map((file) => file.text)
      .join('\n'),
  );
  const rows: string[][] = [];
  let worst = 0;
  for (const kilobytes of SIZES_KB) {
    const length = kilobytes * 1024;
    const pieces = Array.from({ length: ROUNDS }, (_, round) => {
      const at = (round * 7_919_000) % (text.length - length);
      return text.subarray(at, at + length);
    });
    const costs = new Map(CODECS.map((each) => [each.name, costOf(each, pieces)]));
    const coding = codingFor(length);
    const chosen = { raw: 'none', lz4: 'lz4', brotli: 'brotli 0', zstd: 'zstd 1' }[coding];
    const cheapest = Math.min(...costs.values());
    worst = Math.max(worst, (costs.get(chosen) ?? Number.NaN) / cheapest);
    rows.push([
      `${kilobytes} KB`,
      ...[...costs.values()].map((cost) => cost.toFixed(0)),
      chosen,
      `${((costs.get(chosen) ?? Number.NaN) / cheapest).toFixed(2)} ×`,
    ]);
  }
  printTable(['cost in µs', ...CODECS.map(({ name }) => name), 'chosen', 'beside cheapest'], rows);
  await sameBytes(text.subarray(0, 100_000));
  return [
    {
      name: 'automatic coding beside the cheapest, at worst',
      unit: '×',
      value: worst,
      bar: { is: 'atMost', value: 1.1 },
    },
  ];
}

function costOf({ encode, decode }: Codec, pieces: readonly Buffer[]): number {
  const times: number[] = [];
  let bytes = 0;
  // The first pieces warm up.
  for (const [round, piece] of [...pieces.slice(0, 20), ...pieces].entries()) {
    const start = performance.now();
    const packed = encode(piece);
    decode(packed, piece.length);
    if (round < 20) continue;
    times.push((performance.now() - start) * 1000);
    bytes += packed.length;
  }
  return quantile(times, 0.5) + bytes / pieces.length / BYTES_PER_MICROSECOND;
}

/** The table is worth nothing if what is chosen does not come back. */
async function sameBytes(text: Buffer): Promise<void> {
  for (const kilobytes of SIZES_KB.slice(0, 9)) {
    const plain = text.subarray(0, kilobytes * 1024);
    const coding = codingFor(plain.length);
    const back = await decompress(await compress(plain, coding), CODINGS[coding]);
    if (!back.equals(plain)) throw new Error(`${coding} does not give back ${kilobytes} KB`);
  }
}
