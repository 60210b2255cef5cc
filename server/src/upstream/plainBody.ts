import { pipeline, Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { HttpResponse } from '../base/httpCall.ts';
import { zstd } from '../base/zstd.ts';

/** Largest window of zstd over HTTP, 8 MB (RFC 9659); without a limit an answer of some bytes has 128 MB held for it. */
const ZSTD_WINDOW_LOG = 23;

/** We ask for none of them; a proxy or a server may compress all the same. */
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  ...(zstd === undefined ? {} : { zstd: withWindow(zstd.createDecompress) }),
};

/** More than any answer holds, in bytes: an endless stream ends here. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Codings of one body that are looked at. */
const MAX_CODINGS = 8;

/** A body is coded more than once. */
export class BodyCodingError extends Error {
  constructor() {
    super('An answer is coded more than once');
    this.name = 'BodyCodingError';
  }
}

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
export const plainBody = (
  { headers, body }: HttpResponse,
  maxBytes = MAX_BYTES,
): AsyncIterable<Uint8Array> => decoded(body, String(headers['content-encoding'] ?? ''), maxBytes);

/** Counts what arrives; throws `BodyTooLongError` beyond so many bytes, 16 MB unless told. */
export class BodyMeter {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  add({ length }: Uint8Array): void {
    this.#bytes += length;
    if (this.#bytes > this.#maxBytes) throw new BodyTooLongError();
  }
}

/** One coding is taken off; codings in codings, which no server of models has, are an error. */
function decoded(
  body: AsyncIterable<Uint8Array>,
  codings: string,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  const [coding = '', ...further] = codings
    .split(',', MAX_CODINGS)
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '' && each !== 'identity');
  if (further.length > 0) return refused(body);
  const create = DECODERS[coding];
  if (create === undefined) return body;
  return {
    [Symbol.asyncIterator]: () => decoding(body[Symbol.asyncIterator](), create(), maxBytes),
  };
}

/** An error on the way is thrown where the result is read. Whoever leaves that leaves the coded body, too, even where a read of it does not end. */
function decoding(
  coded: AsyncIterator<Uint8Array>,
  decoder: Transform,
  maxBytes: number,
): AsyncIterator<Uint8Array> {
  const body = { [Symbol.asyncIterator]: () => coded };
  const plain = pipeline(Readable.from(metered(body, maxBytes)), decoder, () => undefined);
  const read: AsyncIterator<Uint8Array> = plain[Symbol.asyncIterator]();
  return {
    next: () => read.next(),
    return: async () => {
      await coded.return?.();
      await read.return?.();
      return { done: true, value: undefined };
    },
  };
}

/** Closes the connection, and throws. */
async function* refused(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const bytes of body) yield unread(bytes);
}

function unread(_: Uint8Array): never {
  throw new BodyCodingError();
}

/** Counts compressed bytes, too: there are streams without an end that decode to nothing. */
async function* metered(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  const meter = new BodyMeter(maxBytes);
  for await (const bytes of body) {
    meter.add(bytes);
    yield bytes;
  }
}

function withWindow(create: NonNullable<typeof zstd>['createDecompress']): () => Transform {
  return () => create({ params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } });
}
