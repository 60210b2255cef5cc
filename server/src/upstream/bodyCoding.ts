import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Clock } from '../base/clock.ts';
import type { HttpResponse } from '../base/httpCall.ts';
import { zstd } from '../base/zstd.ts';

/** The values of `requests.compression`: a coding for all endpoints, none, or the one that an endpoint says it takes. */
export type CompressionSetting = 'auto' | 'never' | 'gzip' | 'br' | 'zstd';
type Coding = Exclude<CompressionSetting, 'auto' | 'never'>;

/** Smaller bodies fit into a packet anyway; what does not shrink by a tenth is not worth the server's work (both from the design). */
const LEAST_BYTES = 1_024;
const LEAST_GAIN = 0.9;
/** An endpoint that refused a coding is not offered one for so long. */
const REFUSED_MS = 24 * 3_600_000;
/** Servers that read compressed bytes as JSON find them malformed, or break. */
const DOUBTS: ReadonlySet<number> = new Set([400, 406, 422, 500, 501]);

/** The quickest level of each: Node's own default for brotli takes four hundred times as long. */
const compress: Readonly<Partial<Record<Coding, (text: string) => Promise<Uint8Array>>>> = {
  gzip: (text) => promisify(gzip)(text, { level: 1 }),
  br: (text) =>
    promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  ...(zstd === undefined ? {} : { zstd: withZstd(zstd.compress) }),
};
const PREFERRED = (['zstd', 'br', 'gzip'] as const).filter((coding) => coding in compress);

function withZstd(compressor: NonNullable<typeof zstd>['compress']) {
  const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
  return (text: string): Promise<Uint8Array> => promisify(compressor)(text, options);
}

async function compressed(text: string, coding: Coding, bytes: number): Promise<CodedBody> {
  const body = await compress[coding]?.(text);
  if (body === undefined) return { body: text };
  return body.length < bytes * LEAST_GAIN ? { body, coding } : { body: text };
}

export interface CodedBody {
  readonly body: string | Uint8Array;
  readonly coding?: Coding;
}

/** In which coding one endpoint takes the bodies of requests: as configured, or as it said; plain where it refused. */
export class BodyCoding {
  readonly #clock: Clock;
  #told: Coding | undefined;
  #refusedUntil = 0;
  /** False once a refusal was the same without a coding. */
  #mayDoubt = true;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  encode(text: string, setting: CompressionSetting): CodedBody | Promise<CodedBody> {
    const coding = setting === 'auto' ? this.#told : setting;
    const isOff = coding === undefined || coding === 'never';
    if (isOff || this.#clock.monotonic() < this.#refusedUntil) return { body: text };
    const bytes = Buffer.byteLength(text);
    return bytes <= LEAST_BYTES ? { body: text } : compressed(text, coding, bytes);
  }

  /** Reads what an answer says of codings (RFC 7694: `accept-encoding` beside a 415, or any answer). */
  heard({ headers }: Pick<HttpResponse, 'headers'>): void {
    const accepted = String(headers['accept-encoding'] ?? '')
      .split(',')
      .map((name) => name.trim().replace(/;.*/, ''));
    this.#told = PREFERRED.find((coding) => accepted.includes(coding)) ?? this.#told;
  }

  /** Whether a request has to be repeated plain, because this answer may have refused its coding. */
  mayBeRefused({ status }: Pick<HttpResponse, 'status'>, sent: CodedBody): boolean {
    return sent.coding !== undefined && (status === 415 || (this.#mayDoubt && DOUBTS.has(status)));
  }

  /** The answers to a request with its coding, and to the same one without: whether it was the coding that was refused. */
  refused(coded: Pick<HttpResponse, 'status'>, plain: Pick<HttpResponse, 'status'>): void {
    const isRefused = coded.status === 415 || plain.status !== coded.status;
    if (isRefused) this.#refusedUntil = this.#clock.monotonic() + REFUSED_MS;
    else this.#mayDoubt = false;
  }
}
