export const text = (lines: readonly string[]): string => lines.join('\n');

export const fence = (lines: readonly string[], info = '', sign = '```'): string =>
  `${sign}${info}\n${text(lines)}\n${sign}`;

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** Without the indentation that the first line has. */
export function dedented(lines: readonly string[]): string[] {
  const base = indentOf(lines.find((line) => line.trim() !== '') ?? '');
  return lines.map((line) => (line.startsWith(base) ? line.slice(base.length) : line.trimStart()));
}

const isByTabs = (lines: readonly string[]): boolean => lines.some((line) => line.startsWith('\t'));

/** True where many lines stand at odd steps of two blanks: a line alone may be one of a string. */
function isByTwo(lines: readonly string[]): boolean {
  const indents = lines.map((line) => indentOf(line).length).filter((length) => length > 0);
  return indents.filter((length) => length % 4 === 2).length * 5 > indents.length;
}

/** Every step of indentation in the other way: tabs for blanks, blanks for tabs. Alignment by single blanks is kept. */
export function otherIndentation(lines: readonly string[]): string[] {
  const unit = isByTabs(lines) ? '\t' : isByTwo(lines) ? '  ' : '    ';
  return lines.map((line) => {
    const indent = indentOf(line);
    return indent.replaceAll(unit, unit === '\t' ? '    ' : '\t') + line.slice(indent.length);
  });
}

const BY_HASH = ['python', 'ruby', 'elixir', 'perl', 'shellscript', 'powershell', 'julia', 'r'];

/** A comment of a language. */
export function comment(languageId: string, words: string): string {
  if (BY_HASH.includes(languageId)) return `# ${words}`;
  return ['lua', 'haskell'].includes(languageId) ? `-- ${words}` : `// ${words}`;
}
