import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import {
  constants,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';

/** Counts up when the layout or the meaning of an envelope changes; older ones are misses then. */
const SCHEMA = 1;
const KEY_ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 2 + KEY_ID_BYTES + IV_BYTES + TAG_BYTES;
const RAW = 0;
const ZSTD = 1;
/** Smaller values gain nothing by compression. */
const COMPRESS_FROM_BYTES = 1_024;
/** Larger ones are (de)compressed off the main thread. */
const ASYNC_FROM_BYTES = 64 * 1024;
/** Nothing that we store is larger; what claims to be is not ours. */
const MAX_PLAIN_BYTES = 1024 * 1024;

const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const BOUNDED = { maxOutputLength: MAX_PLAIN_BYTES };

/**
 * Values at rest: JSON, compressed with zstd level 1, sealed with AES-256-GCM. The envelope, in base64,
 * is schema, coding, key id (4 bytes), IV (96 random bits), tag, ciphertext; the entry's key is
 * authenticated with it, so that no value can be passed off as another's.
 */
export class Codec {
  readonly #key: Buffer;
  readonly #keyId: Buffer;

  /** The data key is derived from `secret` (HKDF-SHA-256, RFC 5869). */
  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'aurelis cache values', 32));
    this.#keyId = createHash('sha256').update(this.#key).digest().subarray(0, KEY_ID_BYTES);
  }

  async seal(entryKey: string, value: unknown): Promise<string> {
    const plain = Buffer.from(JSON.stringify(value));
    const coding = plain.length < COMPRESS_FROM_BYTES ? RAW : ZSTD;
    const payload = coding === RAW ? plain : await compress(plain);
    const iv = randomBytes(IV_BYTES);
    const head = Buffer.from([SCHEMA, coding]);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    cipher.setAAD(Buffer.concat([head, Buffer.from(entryKey)]));
    const sealed = Buffer.concat([cipher.update(payload), cipher.final()]);
    return Buffer.concat([head, this.#keyId, iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** The value, or `undefined` for anything that this key did not seal for that entry. */
  async open(entryKey: string, envelope: string): Promise<unknown> {
    try {
      return await this.#open(entryKey, Buffer.from(envelope, 'base64'));
    } catch {
      // Forged, damaged or of another key: whatever it is, it is a miss.
      return undefined;
    }
  }

  async #open(entryKey: string, bytes: Buffer): Promise<unknown> {
    const head = bytes.subarray(0, 2);
    const keyId = bytes.subarray(2, 2 + KEY_ID_BYTES);
    if (bytes.length < HEADER_BYTES || head[0] !== SCHEMA || !keyId.equals(this.#keyId)) {
      return undefined;
    }
    const iv = bytes.subarray(2 + KEY_ID_BYTES, HEADER_BYTES - TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv);
    decipher.setAAD(Buffer.concat([head, Buffer.from(entryKey)]));
    decipher.setAuthTag(bytes.subarray(HEADER_BYTES - TAG_BYTES, HEADER_BYTES));
    const payload = Buffer.concat([
      decipher.update(bytes.subarray(HEADER_BYTES)),
      decipher.final(),
    ]);
    const plain = head[1] === ZSTD ? await decompress(payload) : payload;
    return JSON.parse(plain.toString());
  }
}

const compressLarge = promisify(zstdCompress);
const decompressLarge = promisify(zstdDecompress);

const compress = async (plain: Buffer): Promise<Buffer> =>
  plain.length < ASYNC_FROM_BYTES ? zstdCompressSync(plain, FAST) : compressLarge(plain, FAST);

const decompress = async (payload: Buffer): Promise<Buffer> =>
  payload.length < ASYNC_FROM_BYTES
    ? zstdDecompressSync(payload, BOUNDED)
    : decompressLarge(payload, BOUNDED);
