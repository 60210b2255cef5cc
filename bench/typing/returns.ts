import type { EditorState, Shown } from './assistant.ts';

/** Read for so long, then typed past by so much: waved away. */
const READ_MS = 750;
const TYPED_PAST = 3;

interface Stood {
  readonly above: string;
  readonly linePrefix: string;
  readonly text: string;
}

/** Watches, from outside, whether what a user has waved away comes back at the same place, unasked. */
export class Returns {
  readonly #dismissed = new Set<string>();
  #standing: Stood | undefined;
  #standsSince = 0;
  /** The suggestion that was shown, and read, before the user began to type something else. */
  #doubtful: Stood | undefined;
  count = 0;

  /** The user typed. */
  key(state: EditorState, now: number): void {
    const { above, linePrefix } = placeOf(state);
    const stood = this.#standing;
    const isRead = stood !== undefined && now - this.#standsSince >= READ_MS;
    if (this.#doubtful === undefined && isRead && !isInto(stood, linePrefix)) {
      this.#doubtful = stood;
    }
    const doubtful = this.#doubtful;
    if (doubtful === undefined) return;
    if (above !== doubtful.above || !linePrefix.startsWith(doubtful.linePrefix)) {
      this.#doubtful = undefined;
      return;
    }
    const typed = linePrefix.slice(doubtful.linePrefix.length);
    // The slip was taken back, and the text typed: into it, or through it and on.
    if (isInto(doubtful, linePrefix) || typed.startsWith(doubtful.text)) {
      this.#doubtful = undefined;
      return;
    }
    if (typed.length - common(typed, doubtful.text) < TYPED_PAST) return;
    this.#dismissed.add(wholeOf(doubtful));
    this.#doubtful = undefined;
  }

  /** Takes in the suggestion that is shown from now on. */
  look(state: EditorState, shown: Shown | undefined, now: number): void {
    const stands = shown && { ...placeOf(state), text: shown.text };
    const goesOn =
      stands !== undefined &&
      this.#standing !== undefined &&
      wholeOf(stands).startsWith(wholeOf(this.#standing));
    if (!goesOn) this.#standsSince = now;
    this.#standing = stands;
    if (stands === undefined) return;
    const isBack = [...this.#dismissed].some((each) => wholeOf(stands).startsWith(each));
    if (isBack) this.count++;
  }
}

const wholeOf = ({ above, linePrefix, text }: Stood): string => `${above}\n${linePrefix}${text}`;

const isInto = ({ linePrefix, text }: Stood, now: string): boolean =>
  now.startsWith(linePrefix) && text.startsWith(now.slice(linePrefix.length));

function placeOf({ before }: EditorState): { above: string; linePrefix: string } {
  const lines = before.split('\n');
  const above = lines.slice(0, -1).findLast((line) => line.trim() !== '') ?? '';
  return { above: above.trim(), linePrefix: lines.at(-1) ?? '' };
}

function common(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
