/** An expression that is tried on short texts only, as it takes long for long ones. */
export interface Bounded {
  /** False for every text that is too long. */
  test(text: string): boolean;
}

/** Tries an expression on texts of at most `maxLength` characters; longer ones do not match. */
export const bounded = (maxLength: number, expression: RegExp): Bounded => ({
  test: (text) => text.length <= maxLength && expression.test(text),
});
