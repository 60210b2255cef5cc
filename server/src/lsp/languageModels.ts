import { CancellationTokenSource, type Connection } from 'vscode-languageserver';
import type { HttpCall } from '../base/httpCall.ts';
import {
  type LanguageModelParams,
  type LanguageModelResult,
  type LanguageModelTextParams,
  method,
} from '../protocol/messages.ts';

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

/** Text that arrives whenever it likes, read in order. */
class Lines {
  readonly #lines: Line[] = [];
  #wake: () => void = () => undefined;

  push(line: Line): void {
    this.#lines.push(line);
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
  readonly #running = new Map<number, Lines>();
  #ids = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onNotification(method.languageModelText, ({ id, text }: LanguageModelTextParams) =>
      this.#running.get(id)?.push({ text }),
    );
  }

  /** Answers with lines of JSON: `text`, at last `done` or `failed`. Rejects where the client knows no models. */
  readonly call: HttpCall = async ({ body, signal, isUserInitiated = false }) => {
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
      .sendRequest<LanguageModelResult>(method.languageModel, params, cancellation.token)
      .finally(() => {
        this.#running.delete(id);
        signal.removeEventListener('abort', cancel);
      });
    asked.then(
      ({ error }) => lines.push(error === undefined ? { done: true } : { failed: true }),
      () => lines.push({ failed: true }),
    );
    const first = await lines.next();
    signal.throwIfAborted();
    const error = first.failed ? (await asked).error : undefined;
    return {
      status: error === undefined ? 200 : STATUS[error],
      headers: { 'content-type': 'application/x-ndjson' },
      body: asBytes(first, lines, cancel),
    };
  };
}

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
