/** A right answer and where it belongs. */
export interface TrueAnswer {
  readonly prefix: string;
  readonly middle: string;
  readonly suffix: string;
  readonly languageId: string;
}

/** One way in which models give a right answer. */
export interface Shape {
  readonly name: string;
  /** `undefined` where this way and no way at all are the same. */
  readonly of: (answer: TrueAnswer) => string | undefined;
}
