import type { TextParams } from '../../server/src/protocol/messages.ts';

/** Texts that the server sends in pieces while it works on a request, each to whoever made that request. */
export class TextStreams {
  readonly #listeners = new Map<string, (piece: string) => void>();
  #ids = 0;

  readonly heard = ({ id, text }: TextParams): void => {
    this.#listeners.get(id)?.(text);
  };

  /** Makes a request under an id of its own; `onText` hears its pieces until it is answered. */
  async during<Result>(
    onText: (piece: string) => void,
    ask: (id: string) => Promise<Result>,
  ): Promise<Result> {
    const id = String(++this.#ids);
    this.#listeners.set(id, onText);
    try {
      return await ask(id);
    } finally {
      this.#listeners.delete(id);
    }
  }
}

/** Hears pieces, and passes all of the text so far on. */
export function inFull(onText: (textSoFar: string) => void): (piece: string) => void {
  let textSoFar = '';
  return (piece) => {
    textSoFar += piece;
    onText(textSoFar);
  };
}
