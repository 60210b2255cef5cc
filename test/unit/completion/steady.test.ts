import { strict as assert } from 'node:assert';
import { completionEditor as editor } from '../../support/completionEditor.ts';

describe('a suggestion that stands', () => {
  /** Places, with what a model says there, what is shown of it, and the place behind its first character. */
  const places: [name: string, drawn: string, says: string, shows: string, typed: string][] = [
    ['a bracket and a blank', 'foo(|) ', 'bar())', 'bar())', 'foo(b|) '],
    ['a bracket and a tab', 'foo(|)\t', 'bar())', 'bar())', 'foo(b|)\t'],
    ['a bracket and a semicolon', 'foo(|);', 'bar())', 'bar())', 'foo(b|);'],
    ['a bracket, a semicolon and blanks', 'foo(|);  ', 'bar());', 'bar());', 'foo(b|);  '],
    ['a square bracket and a blank', 'foo[|] ', 'bar[0]]', 'bar[0]]', 'foo[b|] '],
    ['a brace and a blank', 'foo({|}) ', 'a: {}})', 'a: {}})', 'foo({a|}) '],
    ['a quote and a blank', 'foo("|") ', 'a""', 'a""', 'foo("a|") '],
    ['a comma and a blank', 'foo(|, ', 'bar,,', 'bar', 'foo(b|, '],
    ['a closing line below', 'f {\n  |\n}', 'a {\n  }\n}', 'a {\n  }', 'f {\n  a|\n}'],
  ];
  for (const [name, drawn, says, shows, typed] of places) {
    it(`stays as it is beside ${name}, and when it is typed into`, async () => {
      const { type, asked } = editor({ upstream: says });
      for (const again of ['first', 'second', 'third']) {
        assert.equal(await type(drawn), shows, again);
      }
      for (const again of ['first', 'second']) {
        assert.equal(await type(typed), shows.slice(1), `typed into, ${again}`);
      }
      assert.equal(asked.length, 1);
    });
  }

  const before: [
    name: string,
    drawn: string,
    says: string,
    shows: string,
    next: string,
    rest: string,
  ][] = [
    [
      'more lines than are shown',
      'run(() => {|})',
      `${Array.from({ length: 14 }, (_, line) => `\n  call${line}();`).join('')}\n})`,
      `${Array.from({ length: 11 }, (_, line) => `\n  call${line}();`).join('')}\n})`,
      'run(() => {\n  |\n})',
      Array.from({ length: 11 }, (_, line) => `call${line}();`).join('\n  '),
    ],
    [
      'a line that stands below',
      '  if (a) {|}\n  }',
      '\n    call();\n  }',
      '\n    call();\n  }',
      '  if (a) {\n    |\n  }',
      'call();',
    ],
  ];
  for (const [name, drawn, says, shows, next, rest] of before) {
    it(`brings what follows at its end where it has ${name}`, async () => {
      const { type, asked } = editor({ upstream: says });
      for (const again of ['first', 'second', 'third']) {
        assert.equal(await type(drawn), shows, again);
      }
      assert.equal(await type(next), rest);
      assert.equal(asked.length, 1);
    });
  }

  it('stays, unfinished, beside a bracket that the editor closes', async () => {
    const { type, asked } = editor({ upstream: '(items, {\n  first: 1,\n  second: 2,' });
    assert.equal(await type('sum|'), '(items, {\n  first: 1,\n  second: 2,');
    for (const again of ['first', 'second', 'third']) {
      assert.equal(await type('sum(|)'), 'items, {\n  first: 1,\n  second: 2,)', again);
    }
    for (const again of ['first', 'second']) {
      assert.equal(await type('sum(i|)'), 'tems, {\n  first: 1,\n  second: 2,)', again);
    }
    assert.equal(asked.length, 1);
  });
});
