/** A line's number in front of it: `12: `, `12 | `, `12→`, `12.`, also behind a pointer, as tools print them. */
export const NUMBERED = /^[ \t]*(?:[>*→] ?)?L?(\d{1,6})(?: ?[:|│┃→]|[.)](?= |$)|\t|(?= {2}))/;

/** True where each number is larger than the one before. */
export const isRising = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? number));
