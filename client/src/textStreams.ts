import type { TextParams } from '../../server/src/protocol/messages.ts';

/** The texts that the server sends in pieces while it answers, each to whoever waits for it. */
export class TextStreams {
  readonly #listeners = new Map<string, (textSoFar: string) => void>();
  readonly #texts = new Map<string, string>();

  /** Tells all of a text so far, each time that a piece of it comes, until the work is done. */
  async during<Result>(
    id: string,
    onText: (textSoFar: string) => void,
    work: () => Promise<Result>,
  ): Promise<Result> {
    this.#listeners.set(id, onText);
    try {
      return await work();
    } finally {
      this.#listeners.delete(id);
      this.#texts.delete(id);
    }
  }

  readonly heard = ({ id, text }: TextParams): void => {
    const listener = this.#listeners.get(id);
    if (listener === undefined) return;
    const textSoFar = (this.#texts.get(id) ?? '') + text;
    this.#texts.set(id, textSoFar);
    listener(textSoFar);
  };
}
