import { connect, type Socket } from 'node:net';
import { type Load, type Seen, SeenBy, serveOnce } from './seenBy.ts';

/**
 * A load that takes as little as can be of two cores, in a process of its own, for `fork`: each caller has one connection, and reads no more of HTTP/1.1 than
 * where an answer ends. Told in its first message, answers with what it saw.
 */
class Caller {
  readonly #to: URL;
  #socket: Socket;
  #held = '';
  #onText: (text: string) => void = () => undefined;
  #onGone: () => void = () => undefined;

  constructor(to: URL) {
    this.#to = to;
    this.#socket = this.#connect();
  }

  #connect(): Socket {
    const { hostname, port } = this.#to;
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.#onText(String(text)));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (socket === this.#socket) this.#onGone();
    });
    return socket;
  }

  /** Resolves with the whole answer, or what came of it where the connection ended. `heard` is told of each piece. */
  ask(request: string, heard: (text: string) => void): Promise<string> {
    this.#held = '';
    // Some close a connection behind an answer.
    if (this.#socket.destroyed || this.#socket.readableEnded) this.#socket = this.#connect();
    return new Promise((resolve) => {
      this.#onGone = () => resolve(this.#held);
      this.#onText = (text) => {
        this.#held += text;
        heard(text);
        if (isWhole(this.#held)) resolve(this.#held);
      };
      this.#socket.write(request);
    });
  }

  end(): void {
    this.#socket.destroy();
  }
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1];
  return length === undefined
    ? text.endsWith('0\r\n\r\n')
    : text.length >= head + 4 + Number(length);
}

async function run(load: Load): Promise<Seen> {
  const { headers, callers, isStreamed, ms, times = Number.POSITIVE_INFINITY, stallMs } = load;
  const url = new URL(`${load.url}/chat/completions`);
  const until = ms === undefined ? Number.POSITIVE_INFINITY : performance.now() + ms;
  const seen = new SeenBy(stallMs);
  let count = 0;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}`;
  const request = (): string => {
    const content = `Question ${process.pid} ${++count}`;
    const messages = [{ role: 'user', content }];
    const body = JSON.stringify({ model: 'm', ...(isStreamed ? { stream: true } : {}), messages });
    return `${head}content-length: ${body.length}\r\n\r\n${body}`;
  };
  const call = async () => {
    const caller = new Caller(url);
    for (let time = 0; time < times && performance.now() < until; time++) {
      const begunAt = performance.now();
      const answer = await caller.ask(request(), isStreamed ? seen.stream() : ignored);
      const isFull = isWhole(answer) && (!isStreamed || answer.includes('[DONE]'));
      seen.ended(begunAt, isFull && answer.startsWith('HTTP/1.1 200'));
    }
    caller.end();
  };
  await Promise.all(Array.from({ length: callers }, call));
  return seen.result();
}

const ignored = (): undefined => undefined;

serveOnce(run);
