/**
 * Cuts a text as byte-pair tokenizers cut code, near enough to count by: a word with the blank before it, in pieces of at most
 * six letters, as rare words are; digits one by one; marks in pairs; a line end; blanks at the beginning of a line together.
 */
const TOKEN = / ?\p{L}{1,6}|\p{N}| ?[^\s\p{L}\p{N}]{1,2}|\n|[ \t]+(?=[ \t])|\s/gu;

export const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];
