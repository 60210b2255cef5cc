import { checkGrowing, LINE, STATEMENT, type UnwrapRow } from '../../../support/unwrapping.ts';

const PLACE = 'f();\n▮\ng();\n';
const same = (name: string, drawn: string, said: string, languageId = 'typescript'): UnwrapRow => [
  name,
  drawn,
  said,
  said,
  languageId,
];

describe('an answer that says that there is none', () => {
  checkGrowing([
    ...[
      '[empty]',
      '(empty)',
      '<empty>',
      '[no completion needed]',
      '<NO_CODE>',
      '(empty string)',
    ].map((said): UnwrapRow => [`behind a word: ${said}`, LINE, said, '']),
    ['in a fence', PLACE, '```\n[empty]\n```', ''],
    ['a value where a statement begins', PLACE, 'null', ''],
    ['likewise, of Python', STATEMENT, 'None', '', 'python'],
    ['that it does not apply', PLACE, 'N/A', ''],
  ]);
});

describe('what only looks like it', () => {
  checkGrowing([
    same('a value behind a word', LINE, 'null'),
    same('a value in a list', 'const a = [\n  b,\n  ▮\n];', 'null'),
    same('the value of a block', 'fn f() -> Option<u8> {\n    ▮\n}', 'None', 'rust'),
    same('an empty list', LINE, '[]'),
    same('a list', 'const empty = 1;\nconst a = ▮', '[empty]'),
    same('a list and more', LINE, '[empty].concat(a);'),
    same('a word of prose', '# A\n\n▮', '(empty)', 'markdown'),
    same('in a string', "const a = '▮';", '(empty)'),
  ]);
});
