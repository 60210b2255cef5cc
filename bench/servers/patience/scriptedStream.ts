import type { HttpResponse } from '../../../server/src/base/httpCall.ts';

/** The answer of a scripted server while it is being written. It breaks when its client has gone. */
export class ScriptedStream {
  readonly #signal: AbortSignal;
  #parts: string[] = [];
  #isOver = false;
  /** The client has read all that it wants. */
  #hasEnough = false;
  #wake: () => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  /** True once nobody reads it any more. */
  get isLeft(): boolean {
    return this.#hasEnough || this.#signal.aborted;
  }

  push(...parts: readonly string[]): void {
    this.#parts.push(...parts);
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  response(type: string): HttpResponse {
    return { status: 200, headers: { 'content-type': type }, body: this.#body() };
  }

  async *#body(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        this.#signal.throwIfAborted();
        const parts = this.#parts;
        this.#parts = [];
        for (const part of parts) yield Buffer.from(part);
        if (parts.length > 0) continue;
        if (this.#isOver) return;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      this.#hasEnough = true;
    }
  }
}

/** A whole answer of JSON. */
export function jsonResponse(status: number, value: unknown): HttpResponse {
  async function* body() {
    yield Buffer.from(JSON.stringify(value));
  }
  return { status, headers: { 'content-type': 'application/json' }, body: body() };
}
