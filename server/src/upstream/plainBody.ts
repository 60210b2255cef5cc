import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { HttpResponse } from '../base/httpCall.ts';
import { zstd } from '../base/zstd.ts';

/** We ask for none of them; a proxy or a server may compress all the same. */
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  ...(zstd === undefined ? {} : { zstd: zstd.createDecompress }),
};

/** More than any answer holds, in bytes: an endless stream ends here. */
const MAX_BYTES = 16 * 1024 * 1024;

/** More arrived than any answer holds. */
export class BodyTooLongError extends Error {
  constructor() {
    super('An answer is longer than allowed');
    this.name = 'BodyTooLongError';
  }
}

/**
 * The body of an answer without its content coding. Rejects where that is cut or broken. Leaving the loop early closes the
 * connection.
 */
export const plainBody = ({ headers, body }: HttpResponse): AsyncIterable<Uint8Array> =>
  decoded(body, String(headers['content-encoding'] ?? ''));

/** Counts what arrives; throws `BodyTooLongError` beyond 16 MB. */
export class BodyMeter {
  #bytes = 0;

  add({ length }: Uint8Array): void {
    this.#bytes += length;
    if (this.#bytes > MAX_BYTES) throw new BodyTooLongError();
  }
}

function decoded(body: AsyncIterable<Uint8Array>, coding: string): AsyncIterable<Uint8Array> {
  if (coding === '') return body;
  const create = DECODERS[coding.trim().toLowerCase()];
  if (create === undefined) return body;
  // What breaks on the way is thrown where the result is read.
  return pipeline(Readable.from(body), create(), () => undefined);
}
