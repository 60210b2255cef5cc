import { solid } from './line.ts';

/** A comment that is nothing but a file's name. */
const FILE_NAME =
  /^\s*(?:\/\/|#|--|;|%|\/\*|<!--)\s{0,3}(?:file(?:name)?: ?)?[\w@~-][\w@./\\~-]{0,150}\.[A-Za-z]\w{0,7}\s{0,3}(?:\*\/|-->)?\s*$/i;
/** A remark to the reader behind a line: an arrow, or a word that says that the line is new. */
const REMARK =
  /\s+(?:\/\/|#|--|;|%|\/\*)\s{0,3}(?:(?:<[-=]{1,3}|←|⬅)[^\n]{0,120}|(?:changed|added|new|fixed|updated|modified|new line|changed line)[.!]?(?:\s{0,3}\*\/)?)$/iu;
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
  const isNamed = FILE_NAME.test(lines[0] ?? '') && !known.has(lines[0]?.trim() ?? '');
  const rest = isNamed && solid(lines).length > 1 ? lines.slice(1) : lines;
  const plain = withoutEntities(rest, block, languageId);
  return plain.map((line) => (known.has(line.trim()) ? line : line.replace(REMARK, '')));
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
