import { solid } from './line.ts';
import { scan } from './scan.ts';

/** A comment that is nothing but a file's name. */
const FILE_NAME =
  /^\s*(?:\/\/|#|--|;|%|\/\*|<!--)\s{0,3}(?:file(?:name)?: ?)?[\w@~-][\w@./\\~-]{0,150}\.[A-Za-z]\w{0,7}\s{0,3}(?:\*\/|-->)?\s*$/i;
/** A remark to the reader behind a line: an arrow, or a word that says that the line is new. */
const REMARK =
  /\s{1,20}(?:\/\/|#|--|;|%|\/\*)\s{0,3}(?:(?:<[-=]{1,3}|←|⬅).{0,100}|(?:changed|added|new|fixed|updated|modified|new line|changed line)[.!]?(?:\s{0,3}\*\/)?)$/iu;
/** The end of a line in which a remark is looked for. */
const MAX_REMARK = 160;
const ENTITY = /&(?:lt|gt|amp|quot|apos|#39|#34|#x27);/g;
const SIGNS: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#34;': '"',
};
/** Languages whose texts hold entities of their own. */
const MARKUP = new Set(
  'html xml vue svelte astro markdown mdx javascriptreact typescriptreact php razor handlebars'.split(
    ' ',
  ),
);

/** Lines without what models put into code for those who read the answer: the file's name on top, remarks behind lines, entities for signs. */
export function withoutNotes(
  lines: readonly string[],
  block: readonly string[],
  languageId: string,
): string[] {
  const known = new Set(block.map((line) => line.trim()));
  const isNamed =
    FILE_NAME.test((lines[0] ?? '').slice(0, MAX_LINE)) && !known.has(lines[0]?.trim() ?? '');
  const rest = isNamed && solid(lines).length > 1 ? lines.slice(1) : lines;
  const plain = withoutEntities(rest, block, languageId);
  const bare = plain.map((line) => (known.has(line.trim()) ? line : withoutRemark(line)));
  if (bare.every((line, index) => line === plain[index])) return [...plain];
  // In a string that goes on it is no remark.
  const scanned = scan(
    plain.map((line) => line.slice(0, MAX_LINE)),
    languageId,
  );
  return plain.map((line, index) => {
    const { openQuote, isInString } = scanned[index] ?? {};
    return openQuote === '' && isInString === false ? (bare[index] ?? '') : line;
  });
}

/** Longer lines are read as far. */
const MAX_LINE = 2_000;

function withoutRemark(line: string): string {
  const start = Math.max(0, line.length - MAX_REMARK);
  const found = REMARK.exec(line.slice(start));
  return found === null ? line : line.slice(0, start + found.index);
}

/** Lines in which every sign that markup escapes is escaped, with the signs themselves. */
function withoutEntities(
  lines: readonly string[],
  block: readonly string[],
  languageId: string,
): readonly string[] {
  const text = lines.join('\n');
  const isEscaped = /&[lg]t;|&amp;/.test(text) && !/[<>]|&(?![a-z#])/.test(text);
  if (!isEscaped || MARKUP.has(languageId) || /&(?:[lg]t|amp);/.test(block.join('\n')))
    return lines;
  const bare = text.replaceAll(ENTITY, (entity) => SIGNS[entity] ?? "'");
  return bare.split('\n');
}
