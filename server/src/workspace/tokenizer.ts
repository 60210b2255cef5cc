/** One token of a line: its text, and how many characters of white space stand before it. */
export interface Token {
  readonly text: string;
  readonly gap: number;
}

/** Words, numbers, the operators that are written together, and every other character by itself. */
const TOKEN =
  /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}[\p{L}\p{N}_.]*|=>|===|!==|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\+\+|--|\+=|-=|\*\*|\.\.\.|::|->|\/\/|\/\*\*?|\*\/|\s+|[^\s\p{L}\p{N}_$]/gu;

/** Splits one line (without its end) into tokens; together with their gaps they give it back. */
export function tokenizeLine(line: string): Token[] {
  const tokens: Token[] = [];
  let gap = 0;
  for (const [text] of line.matchAll(TOKEN)) {
    if (text.trim() === '') {
      gap += text.length;
      continue;
    }
    tokens.push({ text, gap });
    gap = 0;
  }
  return tokens;
}

/** Whether a text can still grow by typing on: the last token of a line that ends in a word. */
export const isWord = (text: string): boolean => /^[\p{L}\p{N}_$]/u.test(text);
