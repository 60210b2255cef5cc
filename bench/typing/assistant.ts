/** The editor at one moment, as an assistant is asked. */
export interface EditorState {
  readonly uri: string;
  readonly languageId: string;
  /** All text before and after the cursor. */
  readonly before: string;
  readonly after: string;
  /** Counts edits of other documents. */
  readonly otherVersion: number;
}

/** A suggestion of an assistant: text at the cursor, which takes the place of `covered` characters behind it. */
export interface Shown {
  readonly text: string;
  readonly covered: number;
}

/** One call of the model at the present place, or as if `ahead` had been typed there: at most so many lines. */
export type AskModel = (maxLines: number, ahead?: string) => string;

/** A completion engine under replay. `suggest` follows every event; `ask` counts its calls. */
export interface Assistant {
  readonly name: string;
  suggest(state: EditorState, ask: AskModel): Shown | undefined | Promise<Shown | undefined>;
  /** The user took what was shown. */
  accepted(): void;
  dispose?(): void;
}
