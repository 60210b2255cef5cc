import { harmless } from './plainText.ts';

declare const MARKDOWN: unique symbol;

/**
 * Markdown in which nothing from outside is markup: no link, image, HTML, icon or new line. The functions below make it; every
 * surface that reads Markdown takes it in place of a string.
 */
export type MarkdownText = string & { readonly [MARKDOWN]: true };

/**
 * Characters with a meaning anywhere in a line (CommonMark 0.31, GFM, an editor's icons and formulas), those that only a line can begin
 * with, and those that make an address of its neighbours. A backslash takes it away (CommonMark 0.31, 2.4).
 */
const MARKUP = /[\\`*_[\]<>|~&$@]|(?<=\/)\/|(?<=www)\.|^[-+=#:]|(?<=^\d{1,9})[.)](?=\s|$)/gi;

/** A text from outside as text. At most `most` UTF-16 units of it. */
export const escaped = (text: string, most?: number): MarkdownText =>
  harmless(text, most).replace(MARKUP, '\\$&') as MarkdownText;

/** Markdown in our words, into which other Markdown and numbers are put; a text from outside is `escaped` first. */
export function markdown(
  words: TemplateStringsArray,
  ...values: readonly (MarkdownText | number)[]
): MarkdownText {
  return words.reduce((text, word, at) => text + String(values[at - 1]) + word) as MarkdownText;
}

/** Lines, one below the other. */
export const lines = (...each: readonly MarkdownText[]): MarkdownText =>
  each.join('\n') as MarkdownText;

/** Paragraphs, tables and the like, with an empty line between them. */
export const paragraphs = (...each: readonly MarkdownText[]): MarkdownText =>
  each.join('\n\n') as MarkdownText;

/** A table; the cells of the first columns begin at the left, those of the others end at the right. */
export function table(
  columns: readonly MarkdownText[],
  rows: readonly (readonly MarkdownText[])[],
  columnsOfText = 1,
): MarkdownText {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, index) => (index < columnsOfText ? ':--' : '--:'));
  return [line(columns), line(rule), ...rows.map(line)].join('\n') as MarkdownText;
}

/** A link that runs one of the extension's own commands, with at most one argument. */
export function commandLink(
  title: string,
  command: `aurelis.${string}`,
  argument?: string,
): MarkdownText {
  const given = argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify([argument]))}`;
  // Parentheses are left by the encoding, and would end the link.
  const target = `command:${command}${given}`.replace(/[()]/g, (each) =>
    each === '(' ? '%28' : '%29',
  );
  return `[${escaped(title)}](${target})` as MarkdownText;
}

/** An image inside the text: an SVG drawing in base64. */
export const svgImage = (title: MarkdownText, base64: string): MarkdownText =>
  `![${title}](data:image/svg+xml;base64,${base64})` as MarkdownText;
