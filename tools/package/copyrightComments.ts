const COMMENT = /\/\*[\s\S]*?\*\/|(?:^[ \t]*\/\/.*(?:\n|$))+/gm;
const SPEAKS_OF_RIGHTS = /copyright\s+(?:\(c\)|©|\d{4})|@license|@copyright/i;

/** Comments of a source that say whose work it is, without the marks of the comment; a bundle loses them. */
export const copyrightComments = (source: string): string[] =>
  [...source.matchAll(COMMENT)]
    .map(([comment]) => comment)
    .filter((comment) => SPEAKS_OF_RIGHTS.test(comment))
    .map(plain);

const plain = (comment: string): string =>
  comment
    .replace(/^\/\*+!?|\*+\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\*|\/\/) ?/, '').trimEnd())
    .join('\n')
    .trim();
