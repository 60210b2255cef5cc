import { checkGrowing, LINE, STATEMENT, type UnwrapRow } from '../../../support/unwrapping.ts';

const PLACE = 'f();\n▮\n';

describe('comments that stand for code', () => {
  checkGrowing([
    ['on the first line', PLACE, '// ... existing code ...\ng();', ''],
    ['on another', PLACE, 'g();\n// ... existing code ...\nh();', 'g();'],
    ['alone', STATEMENT, '# ... existing code ...', '', 'python'],
    [
      'without dots',
      STATEMENT,
      'y = 1\n    # rest of the code unchanged\n    return y',
      'y = 1',
      'python',
    ],
    ['of nothing but dots', PLACE, 'g();\n/* ... */\nh();', 'g();'],
    ['with a dot of one character', PLACE, 'g();\n// … remaining methods …\nh();', 'g();'],
    ['behind code', PLACE, 'g(); // ... rest of the function\nh();', 'g();'],
    ['in braces', PLACE, 'g(() => { /* ... existing code ... */ });', 'g(() => {'],
    [
      'in JSX',
      'return (\n  ▮\n);',
      '<p>\n    {/* ... other fields ... */}\n  </p>',
      '<p>',
      'typescriptreact',
    ],
    ['in HTML', '<p>▮</p>', '<b>a</b>\n<!-- ... rest of the file ... -->', '<b>a</b>', 'html'],
    ['in SQL', 'select ▮', 'a,\n-- ... other columns ...\nb', 'a,', 'sql'],
    [
      'in the marks of another language',
      STATEMENT,
      'y = 1\n    // ... existing code ...',
      'y = 1',
      'python',
    ],
    ['as dots without a comment', PLACE, 'g();\n...\nh();', 'g();'],
    ['in the comment that stands open', 'f();\n// ▮', '... existing code ...\ng();', ''],
  ]);
});

describe('comments that do not', () => {
  const same = (name: string, drawn: string, said: string, languageId?: string): UnwrapRow =>
    languageId === undefined ? [name, drawn, said, said] : [name, drawn, said, said, languageId];
  checkGrowing([
    same('about what exists', STATEMENT, '# Remove existing entries first.\n    g()', 'python'),
    same('about the rest', PLACE, '// The rest of the items is dropped.\ng();'),
    same('with dots at their end', PLACE, '// Wait for the server to come up...\ng();'),
    same('that go on', PLACE, '// a\n// ... and so on, as the first of them said it\ng();'),
    same('a body of dots', 'class A:\n    ▮', 'def f(self):\n        ...\n\n    x = 1', 'python'),
    same('a spread', LINE, '[\n  ...items,\n  ...rest,\n];'),
    same('in a string', LINE, '`\n// ... existing code ...\n`;'),
    same(
      'that the document has itself',
      'f();\n// ... existing code ...\n▮',
      'g();\n// ... existing code ...\nh();',
    ),
    same('in Markdown', '# A\n\n▮', '```ts\n// ... existing code ...\n```', 'markdown'),
    same('that go on from the line above', PLACE, '// The list is\n// unchanged.\ng();'),
    same('that list things', PLACE, '// a\n// ...\n// z\ng();'),
    same('that list things in a document', '/// a\n▮', '/// ...\n/// z\nfn g() {}', 'rust'),
    same('a part of a name', PLACE, '// Unchanged files are skipped.\ng();'),
  ]);
});

describe('marks for the cursor', () => {
  checkGrowing([
    ['in the midst', LINE, 'sum(<CURSOR>a);', 'sum(a);'],
    ['at the end', LINE, 'sum(a);<CURSOR>', 'sum(a);'],
    ['in front', LINE, '<CURSOR>sum(a);', 'sum(a);'],
    ['behind what stands', LINE, 'const total = <CURSOR>sum(a);', 'const total = sum(a);'],
    ['in brackets', LINE, 'sum(a);[CURSOR]', 'sum(a);'],
    ['in small letters', LINE, 'sum(a);<cursor>', 'sum(a);'],
    ['with more words', LINE, 'sum(a);\n<CURSOR_HERE>', 'sum(a);'],
    ['as a block', LINE, 'sum(a);█', 'sum(a);'],
    ['behind a word', LINE, 'total<CURSOR>', 'total'],
    ['a token', LINE, 'sum(a);<|cursor|>', 'sum(a);'],
    ['a hole at the end', LINE, 'sum(a);{{FILL_HERE}}', 'sum(a);'],
    ['a hole in the midst', LINE, 'sum(a);\n<FILL_ME>\nh();', 'sum(a);'],
    ['a hole in front', LINE, '{{FILL_HERE}}sum(a);', 'sum(a);'],
    ['a hole alone', LINE, '{{ FILL_HERE }}', ''],
  ]);
});

describe('what only looks like them', () => {
  checkGrowing([
    ['in a string', LINE, "f('<CURSOR>█');", "f('<CURSOR>█');"],
    ['an index', LINE, 'xs[CURSOR];', 'xs[CURSOR];'],
    ['what a type is given', LINE, 'new Box<CURSOR>(a);', 'new Box<CURSOR>(a);'],
    ['in a document that has it', 'const CURSOR = 1;\nf(▮', '[CURSOR]);', '[CURSOR]);'],
    [
      'in an answer that has it',
      LINE,
      'a;\nconst CURSOR = 1;\nf([CURSOR]);',
      'a;\nconst CURSOR = 1;\nf([CURSOR]);',
    ],
    ['an element', 'return (\n  ▮\n);', '<Cursor />', '<Cursor />', 'typescriptreact'],
    ['a variable of a template', '<p>▮</p>', '{{cursor}}', '{{cursor}}', 'handlebars'],
    ['a bar of several', LINE, 'a; // ██', 'a; // ██'],
  ]);
});
