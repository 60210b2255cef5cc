import type { ChildProcess } from 'node:child_process';

interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** A client that writes whatever it is given over stdio, and answers nothing. */
export class RawClient {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  /** Lines of `window/logMessage`. */
  readonly log: string[] = [];
  /** Methods of the server's requests, in order. */
  readonly asked: string[] = [];
  /** Texts of `window/showMessage`. */
  readonly messages: string[] = [];
  /** Methods of the server's notifications. */
  readonly heard: string[] = [];
  #ids = 0;
  #received = Buffer.alloc(0);

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on('data', (part: Buffer) => this.#read(part));
    // The server may be gone while the test still writes.
    child.stdin?.on('error', () => undefined);
  }

  request(method: string, params?: unknown): Promise<Answer> {
    return this.requestRaw(method, params === undefined ? undefined : JSON.stringify(params));
  }

  /** `params` is JSON as it is to be sent. */
  requestRaw(method: string, params?: string): Promise<Answer> {
    const id = ++this.#ids;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#sendMessage(`"id":${id},`, method, params);
    return answered;
  }

  notify(method: string, params: unknown): void {
    this.notifyRaw(method, JSON.stringify(params));
  }

  notifyRaw(method: string, params?: string): void {
    this.#sendMessage('', method, params);
  }

  /** Sends one message, whatever it holds. */
  send(text: string): void {
    this.#child.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #sendMessage(id: string, method: string, params: string | undefined): void {
    const rest = params === undefined ? '' : `,"params":${params}`;
    this.send(`{"jsonrpc":"2.0",${id}"method":${JSON.stringify(method)}${rest}}`);
  }

  #read(part: Buffer): void {
    this.#received = Buffer.concat([this.#received, part]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n\r\n/.exec(this.#received.toString('latin1', 0, 64));
      if (head === null) return;
      const [whole, length] = [head[0].length, Number(head[1])];
      if (this.#received.length < whole + length) return;
      this.#hear(JSON.parse(this.#received.toString('utf8', whole, whole + length)));
      this.#received = this.#received.subarray(whole + length);
    }
  }

  #hear({
    id,
    method,
    params,
    ...answer
  }: Answer & { id?: number; method?: string; params?: { message: string } }): void {
    if (method === undefined) {
      this.#waiting.get(id ?? -1)?.(answer);
      this.#waiting.delete(id ?? -1);
      return;
    }
    (id === undefined ? this.heard : this.asked).push(method);
    if (method === 'window/logMessage') this.log.push(params?.message ?? '');
    if (method === 'window/showMessage') this.messages.push(params?.message ?? '');
  }
}
