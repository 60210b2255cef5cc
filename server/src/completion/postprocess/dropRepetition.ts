/** Equal lines in a row at which a model is taken to be stuck. */
const MAX_EQUAL_LINES = 5;

/** Cuts a text where the same line begins to repeat, keeping its first occurrence. */
export function dropRepetition(text: string): string {
  const lines = text.split('\n');
  let run = 1;
  for (let index = 1; index < lines.length; index++) {
    const isEqual = lines[index] === lines[index - 1] && lines[index]?.trim() !== '';
    run = isEqual ? run + 1 : 1;
    if (run === MAX_EQUAL_LINES) return lines.slice(0, index - run + 2).join('\n');
  }
  return text;
}
