import { seededRandom } from '../../tools/random.ts';
import type { SourceFile } from '../../tools/sources.ts';
import type { Assistant, EditorState, Shown } from './assistant.ts';
import { modelAnswer } from './model.ts';

export interface Habits {
  /** Chance that a keystroke is a slip, which is taken back at once. */
  readonly typoRate: number;
  /** Chance to take a wholly right suggestion at a keystroke. */
  readonly acceptRate: number;
  readonly lines: number;
  /** Events between two edits further below, and in another file. */
  readonly editBelowEvery: number;
  readonly editElsewhereEvery: number;
}

/** The default world of the bench. */
export const HABITS: Habits = {
  typoRate: 0.03,
  acceptRate: 0.05,
  lines: 40,
  editBelowEvery: 60,
  editElsewhereEvery: 40,
};

/** The results of some sessions. */
export interface Tally {
  requests: number;
  served: number;
  visible: number;
  keystrokes: number;
  calls: number;
  modelCharacters: number;
  characters: number;
  landed: number;
  accepts: number;
  /** Visible text replaced, while it was typed into, by text that does not begin with it. */
  flickers: number;
  /** Shown text that no answer of the model holds, or that stands behind the cursor already. */
  wrongShows: number;
}

export const emptyTally = (): Tally => ({
  requests: 0,
  served: 0,
  visible: 0,
  keystrokes: 0,
  calls: 0,
  modelCharacters: 0,
  characters: 0,
  landed: 0,
  accepts: 0,
  flickers: 0,
  wrongShows: 0,
});

const CLOSERS: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '"': '"',
  "'": "'",
};
/** Shorter suggestions are typed faster than taken. */
const MIN_TAKEN = 4;

/** Types lines into a file that is otherwise there, and counts what an assistant does meanwhile. */
export class Typist {
  readonly #file: SourceFile & { readonly languageId: string };
  readonly #habits: Habits;
  readonly #tally: Tally;
  readonly #random: () => number;
  /** All that is to be typed, and how much of it stands. */
  readonly #goal: string;
  #at = 0;
  readonly #above: string;
  #below: string;
  /** The closing characters that the editor has inserted by itself behind the cursor. */
  #closers = '';
  #slip = '';
  #events = 0;
  #elsewhere = 0;
  #standing: Shown | undefined;
  #readings: readonly Shown[] = [];
  /** Whether the last event typed the first character of what stood. */
  #typedInto = false;

  constructor(file: SourceFile & { readonly languageId: string }, habits: Habits, tally: Tally) {
    this.#file = file;
    this.#habits = habits;
    this.#tally = tally;
    this.#random = seededRandom(file.text.length);
    const { start, end } = region(file.text, habits.lines, this.#random);
    this.#above = file.text.slice(0, start);
    this.#goal = file.text.slice(start, end);
    this.#below = file.text.slice(end);
  }

  async run(assistant: Assistant): Promise<void> {
    this.#tally.characters += this.#goal.length;
    await this.#look(assistant);
    while (this.#at < this.#goal.length) {
      const standing = this.#standing;
      if (
        standing !== undefined &&
        this.#isRight(standing) &&
        this.#random() < this.#habits.acceptRate
      ) {
        this.#take(standing);
        assistant.accepted();
      } else if (this.#slip !== '') this.#backspace();
      else if (this.#random() < this.#habits.typoRate) this.#mistype();
      else this.#type();
      this.#editAround();
      await this.#look(assistant);
    }
  }

  async #look(assistant: Assistant): Promise<void> {
    const tally = this.#tally;
    const former = this.#standing;
    const calls = tally.calls;
    const answers: string[] = [];
    const state: EditorState = {
      uri: `file:///${this.#file.path}`,
      languageId: this.#file.languageId,
      before: this.#above + this.#goal.slice(0, this.#at) + this.#slip,
      after: this.#closers + this.#below,
      otherVersion: this.#elsewhere,
    };
    const shown = await assistant.suggest(state, (maxLines, ahead = '') => {
      const answer = this.#ask(maxLines, ahead);
      answers.push(answer);
      tally.calls++;
      tally.modelCharacters += answer.length;
      return answer;
    });
    const readings = shown === undefined || shown.text === '' ? [] : readingsOf(shown, state.after);
    this.#standing = readings.find((each) => this.#isRight(each)) ?? readings[0];
    tally.requests++;
    if (tally.calls === calls) tally.served++;
    if (this.#standing !== undefined) tally.visible++;
    const goesOn = this.#readings.some((old) =>
      readings.some(({ text }) => text.startsWith(old.text.slice(1))),
    );
    if (this.#typedInto && former !== undefined && readings.length > 0 && !goesOn) tally.flickers++;
    this.#readings = readings;
    if (this.#standing !== undefined && this.#repeatsBelow(this.#standing)) tally.wrongShows++;
  }

  #ask(maxLines: number, ahead: string): string {
    const before = this.#above + this.#goal.slice(0, this.#at) + this.#slip + ahead;
    const lineStart = before.lastIndexOf('\n') + 1;
    let line = 0;
    for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line++;
    const character = before.length - lineStart;
    const isRight = this.#slip === '' && this.#goal.startsWith(ahead, this.#at);
    const truth = isRight ? this.#goal.slice(this.#at + ahead.length) : undefined;
    return modelAnswer({ file: this.#file.path, line, character, truth }, maxLines);
  }

  /** Whether taking it leaves exactly what the user wants. */
  #isRight({ text, covered }: Shown): boolean {
    if (this.#slip !== '' || text.length < MIN_TAKEN) return false;
    const rest = this.#goal.slice(this.#at);
    if (!rest.startsWith(text)) return false;
    return covered === this.#closers.length || !closesMore(text);
  }

  #take({ text, covered }: Shown): void {
    this.#tally.accepts++;
    this.#tally.landed += text.length;
    this.#at += text.length;
    this.#closers = this.#closers.slice(covered);
    this.#typedInto = false;
  }

  #type(): void {
    const rest = this.#goal.slice(this.#at);
    // Enter brings the indentation of the next line with it.
    const typed = /^\n[ \t]*/.exec(rest)?.[0] ?? rest.charAt(0);
    this.#typedInto = this.#standing?.text.startsWith(typed) ?? false;
    this.#tally.keystrokes++;
    this.#at += typed.length;
    if (typed.startsWith('\n')) this.#closers = '';
    else if (this.#closers.startsWith(typed)) this.#closers = this.#closers.slice(1);
    else if (CLOSERS[typed] !== undefined && this.#closesItself(typed)) {
      this.#closers = CLOSERS[typed] + this.#closers;
    }
    if (typed.length > 1) this.#typedInto = false;
  }

  /** As editors do: a quote only where none was open, all only before white space or a closer. */
  #closesItself(typed: string): boolean {
    if (!/^[\s)\]}>;,]?$/.test((this.#closers + this.#below).charAt(0))) return false;
    if (typed !== '"' && typed !== "'") return true;
    return !/[\p{L}\p{N}_]$/u.test(this.#goal.slice(0, this.#at - 1));
  }

  #mistype(): void {
    const right = this.#goal.charAt(this.#at);
    const wrong = 'qxzj'.replace(right, '').charAt(Math.floor(this.#random() * 3));
    this.#tally.keystrokes++;
    this.#slip = wrong;
    this.#typedInto = false;
  }

  #backspace(): void {
    this.#tally.keystrokes++;
    this.#slip = '';
    this.#typedInto = false;
  }

  #editAround(): void {
    this.#events++;
    if (this.#events % this.#habits.editElsewhereEvery === 0) this.#elsewhere++;
    if (this.#events % this.#habits.editBelowEvery !== 0) return;
    const lines = this.#below.split('\n');
    const line = Math.min(lines.length - 1, 2 + Math.floor(this.#random() * 20));
    lines[line] = `${lines[line]} // ${this.#events}`;
    this.#below = lines.join('\n');
  }

  /** A suggestion of several lines whose last ones stand below already. */
  #repeatsBelow({ text }: Shown): boolean {
    const tail = text
      .split('\n')
      .slice(1)
      .filter((line) => line.trim().length > 3)
      .at(-1);
    const next = this.#below.split('\n', 3).find((line) => line.trim() !== '');
    // What the user is about to type may well be like the next line; then it is no repetition.
    return tail !== undefined && tail === next && !this.#goal.slice(this.#at).includes(tail);
  }
}

/** Whether a text closes a bracket that it has not opened. */
function closesMore(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character) && --depth < 0) return true;
  }
  return false;
}

/** Whole lines, somewhere behind the first fifth of the file. */
function region(text: string, count: number, random: () => number): { start: number; end: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const earliest = Math.floor(starts.length / 5);
  const latest = Math.max(earliest, starts.length - count - 1);
  const first = earliest + Math.floor(random() * (latest - earliest));
  return { start: starts[first] ?? 0, end: (starts[first + count] ?? text.length + 1) - 1 };
}

/**
 * Returns the readings of an item, the item as it is first: an item may repeat at its end the text that it replaces, and
 * then says the same as one that leaves that text where it is.
 */
function readingsOf({ text, covered }: Shown, after: string): Shown[] {
  const readings: Shown[] = [{ text, covered }];
  if (!text.includes('\n')) return readings;
  for (let length = 1; length <= covered; length++) {
    const tail = after.slice(covered - length, covered);
    if (!text.endsWith(tail)) break;
    const rest = text.slice(0, -length);
    readings.push({ text: rest, covered: covered - length });
    readings.push({ text: rest.replace(/\n[ \t]*$/, ''), covered: covered - length });
  }
  return readings;
}
