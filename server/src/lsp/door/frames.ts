/** Longest header of a message, and largest body, in bytes: a document that is served has 5 MB, an answer of a model's at most 64. */
const MAX_HEADER = 4_096;
const MAX_BODY = 80 * 1024 * 1024;
const END = '\r\n\r\n';
const LENGTH = /^content-length:[ \t]*(\d{1,10})[ \t]*$/i;

/** Bytes of the base protocol that say no length, several, or too large a one: nobody can tell where the next message begins. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Finds the bodies of messages in the bytes of LSP's base protocol, as long as each has one header of a sane length. */
export class Frames {
  #header = '';
  /** The body at hand, which is filled as its bytes come, and how many of them are there. */
  #body: Buffer | undefined;
  #filled = 0;

  /** The bodies that end in the bytes that come next. Throws a `FrameError` where nobody can tell. */
  *bodies(chunk: Buffer): Generator<Buffer, void> {
    for (let at = 0; at < chunk.length; ) {
      if (this.#body !== undefined) {
        at += this.#fill(this.#body, chunk.subarray(at));
        if (this.#filled === this.#body.length) yield this.#taken(this.#body);
        continue;
      }
      const before = this.#header.length;
      this.#header += chunk.toString('latin1', at, at + MAX_HEADER + END.length - before);
      const end = this.#header.indexOf(END);
      if (end === -1) {
        if (this.#header.length >= MAX_HEADER) throw new FrameError();
        return;
      }
      at += end + END.length - before;
      const length = lengthIn(this.#header.slice(0, end));
      this.#header = '';
      if (at + length > chunk.length) {
        this.#body = Buffer.allocUnsafeSlow(length);
        continue;
      }
      yield chunk.subarray(at, at + length);
      at += length;
    }
  }

  #fill(body: Buffer, bytes: Buffer): number {
    const count = bytes.copy(body, this.#filled);
    this.#filled += count;
    return count;
  }

  #taken(body: Buffer): Buffer {
    this.#body = undefined;
    this.#filled = 0;
    return body;
  }
}

function lengthIn(header: string): number {
  const lengths = header.split('\r\n').flatMap((line) => LENGTH.exec(line)?.[1] ?? []);
  const [length] = lengths;
  if (length === undefined || lengths.length > 1 || Number(length) > MAX_BODY)
    throw new FrameError();
  return Number(length);
}
