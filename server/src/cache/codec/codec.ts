import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { CODINGS, codingFor, compress, decompress } from './compression.ts';

/** Counts up when the layout or the meaning of an envelope changes; older ones are misses then. */
const SCHEMA = 2;
const KEY_ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Random bytes are drawn for 256 envelopes at once: for each alone it is a fifth of what sealing takes. */
const DRAWN_BYTES = 256 * IV_BYTES;
const HEADER_BYTES = 2 + KEY_ID_BYTES + IV_BYTES + TAG_BYTES;

/** The part of a codec that a tier needs. */
export type Sealer = Pick<Codec, 'seal' | 'open'>;

/**
 * Values at rest: JSON, compressed, sealed with AES-256-GCM. The envelope is schema, coding, key id
 * (4 bytes), IV (96 random bits), tag, ciphertext; the entry's key is authenticated with it, so that no
 * value can be passed off as another's.
 */
export class Codec {
  /** Of bytes Node would make one for each value, which takes three times as long as sealing. */
  readonly #key: KeyObject;
  readonly #keyId: Buffer;
  #random = Buffer.alloc(0);
  #drawn = 0;

  /** The data key is derived from `secret` (HKDF-SHA-256, RFC 5869). */
  constructor(secret: string) {
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'aurelis cache values', 32));
    this.#key = createSecretKey(key);
    this.#keyId = createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES);
  }

  async seal(entryKey: string, value: unknown): Promise<Buffer> {
    const plain = Buffer.from(JSON.stringify(value));
    const coding = codingFor(plain.length);
    const payload = await compress(plain, coding);
    const iv = this.#iv();
    const head = Buffer.from([SCHEMA, CODINGS[coding]]);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    cipher.setAAD(Buffer.concat([head, Buffer.from(entryKey)]));
    const sealed = Buffer.concat([cipher.update(payload), cipher.final()]);
    return Buffer.concat([head, this.#keyId, iv, cipher.getAuthTag(), sealed]);
  }

  /** Random bytes that no other envelope has. */
  #iv(): Buffer {
    if (this.#drawn + IV_BYTES > this.#random.length) {
      this.#random = randomBytes(DRAWN_BYTES);
      this.#drawn = 0;
    }
    const from = this.#drawn;
    this.#drawn += IV_BYTES;
    return this.#random.subarray(from, this.#drawn);
  }

  /** The value, or `undefined` for anything that this key did not seal for that entry. */
  async open(entryKey: string, envelope: Buffer): Promise<unknown> {
    try {
      return await this.#open(entryKey, envelope);
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
    const sealed = bytes.subarray(HEADER_BYTES);
    const payload = Buffer.concat([decipher.update(sealed), decipher.final()]);
    return JSON.parse((await decompress(payload, head[1] ?? -1)).toString());
  }
}
