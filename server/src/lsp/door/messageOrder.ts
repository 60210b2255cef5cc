import {
  type DataCallback,
  Message,
  type MessageReader,
  type MessageStrategy,
} from 'vscode-languageserver';
import type { Clock } from '../../base/clock.ts';

type Next = (message: Message) => unknown;

/** Notifications that say what documents hold. */
const CHANGES_DOCUMENTS = /^(?:textDocument|notebookDocument)\/did(?:Open|Change|Close)$/;

/**
 * The order in which messages are handled. A change of a document may take several turns of the event loop: what comes behind
 * it waits until the document is as the client has it.
 */
export class MessageOrder implements MessageStrategy {
  readonly #soon: Clock['soon'];
  readonly #waiting: Message[] = [];
  /** Messages that are not from the client: they show that all before them has been handled. */
  readonly #marks = new WeakMap<Message, () => void>();
  #isBusy = false;
  #give: DataCallback = () => undefined;

  constructor(soon: Clock['soon']) {
    this.#soon = soon;
  }

  /** The reader for the library, which has to take this for its strategy. */
  behind(reader: MessageReader): MessageReader {
    return {
      onError: reader.onError,
      onClose: reader.onClose,
      onPartialMessage: reader.onPartialMessage,
      dispose: () => reader.dispose(),
      listen: (callback) => {
        this.#give = callback;
        return reader.listen(callback);
      },
    };
  }

  /** Resolves when all messages given so far have reached their handlers, and changes of documents are made. */
  readonly handled = (): Promise<void> =>
    new Promise((resolve) => {
      const mark = { jsonrpc: '2.0', method: '' } as Message;
      this.#marks.set(mark, resolve);
      this.#give(mark);
    });

  handleMessage(message: Message, next: Next): void {
    if (this.#isBusy) this.#waiting.push(message);
    else void this.#pass(message, next)?.then(() => this.#passWaiting(next));
  }

  /** Hands a message on; returns a promise if others have to wait for it. */
  #pass(message: Message, next: Next): Promise<unknown> | undefined {
    const onReached = this.#marks.get(message);
    if (onReached !== undefined) {
      onReached();
      return undefined;
    }
    const handled = next(message);
    if (!Message.isNotification(message) || !CHANGES_DOCUMENTS.test(message.method))
      return undefined;
    this.#isBusy = true;
    // The library logs what a handler throws; the order goes on.
    return Promise.resolve(handled).catch(() => undefined);
  }

  async #passWaiting(next: Next): Promise<void> {
    for (let message = this.#waiting.shift(); message !== undefined; ) {
      await new Promise<void>((resolve) => this.#soon(resolve));
      try {
        await this.#pass(message, next);
      } catch {
        // A message that nobody can handle must not hold up all others.
      }
      message = this.#waiting.shift();
    }
    this.#isBusy = false;
  }
}
