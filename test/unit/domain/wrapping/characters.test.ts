import { check, checkGrowing, LINE, STATEMENT } from '../../../support/unwrapping.ts';

describe('blanks that are none', () => {
  checkGrowing([
    ['of a page of the Web', LINE, 'sum(\u00a0a,\u202fb);', 'sum( a, b);'],
    ['as wide as a Chinese letter', STATEMENT, 'return\u3000xs', 'return xs', 'python'],
    [
      'in an indentation',
      'a:\n  ▮',
      'b: 1\n\u00a0\u00a0c: 2\u00a0€',
      'b: 1\n  c: 2\u00a0€',
      'yaml',
    ],
    ['in a string', LINE, "'10\u00a0€';", "'10\u00a0€';"],
    ['in a string that stood open', "const a = '▮", "10\u00a0€';", "10\u00a0€';"],
    ['in a comment', LINE, 'a; // oui\u00a0!', 'a; // oui\u00a0!'],
    ['in an element', '<p>▮</p>', '10\u00a0€', '10\u00a0€', 'html'],
    ['between tags of JSX', 'return <p>▮</p>', '10\u00a0€', '10\u00a0€', 'typescriptreact'],
    ['in Markdown', '# A\n\n▮', '10\u00a0€', '10\u00a0€', 'markdown'],
    ['in a fence', LINE, '```ts\nsum(\u00a0a);\n```', 'sum( a);'],
  ]);
});

describe('separators of lines', () => {
  checkGrowing([
    ['end a line of code', LINE, 'sum(a);\u2028g();\u2029h();', 'sum(a);\ng();\nh();'],
    ['end a comment, as they do where it runs', LINE, 'a; // b\u2028c();', 'a; // b\nc();'],
    ['are content of a string', LINE, "'a\u2028b';", "'a\u2028b';"],
    ['are content of a template', LINE, '`a\u2029b`;', '`a\u2029b`;'],
  ]);
});

describe('marks without width', () => {
  checkGrowing([
    ['what asks for a picture, behind a letter', LINE, 'sum(a\ufe0f);', 'sum(a);'],
    ['likewise, in front', LINE, '\ufe0fsum(a);', 'sum(a);'],
    ['behind a picture', LINE, "'❤\ufe0f ©\ufe0f';", "'❤\ufe0f ©\ufe0f';"],
    ['of a key', LINE, "'1\ufe0f\u20e3 #\ufe0f\u20e3';", "'1\ufe0f\u20e3 #\ufe0f\u20e3';"],
    ['between letters', LINE, 'su\u034fm\u061c(\u1160a\uffa0\u2065);', 'sum(a);'],
    ['beyond the first plane', LINE, 'sum\u{1d173}(\u{1bca0}a\u{e0fff});', 'sum(a);'],
    ['behind a letter of Mongolian', LINE, "'ᠠ\u180b a\u180b';", "'ᠠ\u180b a';"],
    ['behind a digit', LINE, '1\ufe0f + 2;', '1 + 2;'],
    [
      'in code of a document that has one in a string',
      "const a = '\u200b';\nconst b = ▮",
      "su\u200bm('\u200b');",
      "sum('\u200b');",
    ],
  ]);
});

describe('what turns the direction', () => {
  check([
    ['is never shown, nor what follows it', LINE, 'a; /* \u202e } if */', 'a; /*'],
    ['not in a string, either', LINE, "f('a\u2066b');", "f('a"],
    [
      'in code not even where the document has one in a comment',
      '// \u202e x \u202c\nconst a = ▮',
      'b\u202e + c;',
      'b',
    ],
    [
      'in a string only where the document has one',
      "const t = '\u2067א\u2069';\nconst a = ▮",
      "'\u2067ב\u2069';",
      "'\u2067ב\u2069';",
    ],
  ]);
});
