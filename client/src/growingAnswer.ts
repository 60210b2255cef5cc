import { answerMarkdown } from '../../server/src/protocol/answerMarkdown.ts';
import {
  escaped,
  type MarkdownText,
  markdown,
  paragraphs,
} from '../../server/src/protocol/markdownText.ts';
import type { PlainText } from '../../server/src/protocol/plainText.ts';

/** The page is drawn anew at most this often, in milliseconds. */
const INTERVAL_MS = 100;

/** The end of an answer. */
export interface AnswerEnd {
  /** The whole of it; absent where nothing is known but what has come. */
  readonly text?: string;
  /** Why it has none, or not all, and what to do; absent for one that is whole. */
  readonly problem?: PlainText;
}

const ASKING = markdown`_Asking the model…_`;
const WRITING = markdown`_The model is writing…_`;

/** The page of an answer that grows. It only ever becomes longer at its end, so that what is being read stays where it is. */
export class GrowingAnswer {
  readonly #title: PlainText;
  readonly #draw: (page: MarkdownText) => void;
  readonly #after: (ms: number, run: () => void) => void;
  #text = '';
  #isDrawn = true;
  #isWaiting = false;
  #isOver = false;

  /** Draws the page at once, and again after changes; `after` runs something later. */
  constructor(
    title: PlainText,
    draw: (page: MarkdownText) => void,
    after: (ms: number, run: () => void) => void,
  ) {
    this.#title = title;
    this.#draw = draw;
    this.#after = after;
    draw(this.#page(ASKING));
    this.#wait();
  }

  readonly append = (piece: string): void => {
    if (this.#isOver || piece === '') return;
    this.#text += piece;
    this.#isDrawn = false;
    if (!this.#isWaiting) this.#show();
  };

  /** Draws the end at once; nothing is drawn after it. */
  readonly finish = ({ text = this.#text, problem }: AnswerEnd): void => {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#text = text;
    this.#draw(this.#page(problem === undefined ? undefined : markdown`**${escaped(problem)}**`));
  };

  /** Another answer has its place: it is drawn no more. */
  leave(): void {
    this.#isOver = true;
  }

  #show(): void {
    this.#isDrawn = true;
    this.#draw(this.#page(WRITING));
    this.#wait();
  }

  #wait(): void {
    this.#isWaiting = true;
    this.#after(INTERVAL_MS, () => {
      this.#isWaiting = false;
      if (!this.#isOver && !this.#isDrawn) this.#show();
    });
  }

  #page(state: MarkdownText | undefined): MarkdownText {
    const answer = this.#text.trim() === '' ? [] : [answerMarkdown(this.#text)];
    const rest = state === undefined ? [] : [state];
    return paragraphs(markdown`# ${escaped(this.#title)}`, ...answer, ...rest);
  }
}
