import { CancellationTokenSource, type Connection } from 'vscode-languageserver';
import type { HttpCall } from '../base/httpCall.ts';
import {
  type LanguageModelParams,
  type LanguageModelResult,
  type LanguageModelTextParams,
  method,
} from '../protocol/messages.ts';
import type { ClientRequests } from './door/clientRequests.ts';

/** Longest piece of text that is taken, in UTF-16 units, and most pieces that wait to be read. */
const MAX_TEXT = 1_000_000;
const MAX_WAITING = 10_000;

/** The client's refusals as HTTP statuses: missing consent concerns the request, not the endpoint. */
const STATUS: Readonly<Record<NonNullable<LanguageModelResult['error']>, number>> = {
  noConsent: 428,
  notFound: 404,
  blocked: 429,
  failed: 500,
};

interface Line {
  readonly text?: string;
  readonly done?: true;
  readonly failed?: true;
}

const TOO_LONG: Line = { failed: true };

/** Text that arrives whenever it likes, read in order. */
class Lines {
  readonly #lines: Line[] = [];
  #wake: () => void = () => undefined;

  /** Text that nobody reads is not kept without end: the answer counts as failed then. */
  push(line: Line): void {
    if (this.#lines.length > MAX_WAITING) return;
    this.#lines.push(this.#lines.length === MAX_WAITING ? { failed: true } : line);
    this.#wake();
  }

  async next(): Promise<Line> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/**
 * The editor's own models as an HTTP server would serve them, so that they pass through everything that others do: the
 * client is asked, which alone can reach them, and streams their text back.
 */
export class LanguageModels {
  readonly #connection: Connection;
  readonly #client: ClientRequests;
  readonly #running = new Map<number, Lines>();
  #ids = 0;

  constructor(connection: Connection, client: ClientRequests) {
    this.#connection = connection;
    this.#client = client;
  }

  /** The next piece of an answer; one that nobody waits for is dropped, one that is too long ends the answer as failed. */
  heard({ id, text }: LanguageModelTextParams): void {
    this.#running.get(id)?.push(text.length > MAX_TEXT ? TOO_LONG : { text });
  }

  /** Answers with lines of JSON: `text`, at last `done` or `failed`. Rejects where the client does not ask for the request, or does not know it. */
  readonly call: HttpCall = async ({ body, signal, isUserInitiated = false }) => {
    if (!this.#client.knows(method.languageModel)) {
      throw new Error(`The client does not ask for ${method.languageModel}`);
    }
    const id = ++this.#ids;
    const { model, messages } = JSON.parse(String(body));
    const params: LanguageModelParams = { id, model, messages, isAsked: isUserInitiated };
    const lines = new Lines();
    this.#running.set(id, lines);
    const cancellation = new CancellationTokenSource();
    const cancel = () => {
      cancellation.cancel();
      lines.push({ failed: true });
    };
    signal.addEventListener('abort', cancel, { once: true });
    const asked = this.#connection
      .sendRequest<unknown>(method.languageModel, params, cancellation.token)
      .then(refusalIn)
      .finally(() => {
        this.#running.delete(id);
        signal.removeEventListener('abort', cancel);
      });
    asked.then(
      (error) => lines.push(error === undefined ? { done: true } : { failed: true }),
      () => lines.push({ failed: true }),
    );
    const first = await lines.next();
    signal.throwIfAborted();
    const error = first === TOO_LONG ? 'failed' : first.failed ? await asked : undefined;
    return {
      status: error === undefined ? 200 : STATUS[error],
      headers: { 'content-type': 'application/x-ndjson' },
      body: asBytes(first, lines, cancel),
    };
  };
}

/** The refusal in the client's answer, whatever it holds; `undefined` for an answer without one. */
function refusalIn(result: unknown): keyof typeof STATUS | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const { error }: { readonly error?: unknown } = result;
  if (error === undefined || error === null) return undefined;
  return REFUSALS.find((known) => known === error) ?? 'failed';
}

const REFUSALS = ['noConsent', 'notFound', 'blocked', 'failed'] as const;

async function* asBytes(first: Line, lines: Lines, cancel: () => void): AsyncGenerator<Uint8Array> {
  let line = first;
  try {
    for (; ; line = await lines.next()) {
      yield Buffer.from(`${JSON.stringify(line)}\n`);
      if (line.done || line.failed) return;
    }
  } finally {
    // Whoever has enough leaves early.
    if (!line.done && !line.failed) cancel();
  }
}
