import { strict as assert } from 'node:assert';
import { completionEditor as editor } from '../../support/completionEditor.ts';

describe('a suggestion that stands', () => {
  /** Places, with what a model says there, what is shown of it, and the place behind its first character. */
  const places: [name: string, drawn: string, says: string, shows: string, typed: string][] = [
    ['a bracket and a blank', 'foo(|) ', 'bar())', 'bar()', 'foo(b|) '],
    ['a bracket and a tab', 'foo(|)\t', 'bar())', 'bar()', 'foo(b|)\t'],
    ['a bracket and a semicolon', 'foo(|);', 'bar())', 'bar()', 'foo(b|);'],
    ['a bracket, a semicolon and blanks', 'foo(|);  ', 'bar());', 'bar()', 'foo(b|);  '],
    ['a square bracket and a blank', 'foo[|] ', 'bar[0]]', 'bar[0]', 'foo[b|] '],
    ['a brace and a blank', 'foo({|}) ', 'a: {}})', 'a: {}', 'foo({a|}) '],
    ['a quote and a blank', 'foo("|") ', 'a""', 'a"', 'foo("a|") '],
    ['a comma and a blank', 'foo(|, ', 'bar,,', 'bar,', 'foo(b|, '],
    ['a closing line below', '|\n}', 'a {\n}\n}', 'a {\n}', 'a|\n}'],
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

  const unshown: [name: string, drawn: string, says: string, next: string, shows: string][] = [
    [
      'lines beyond the last that is shown',
      'run(() => {|})',
      `${Array.from({ length: 14 }, (_, line) => `\n  call${line}();`).join('')}\n})`,
      'run(() => {\n  |\n})',
      'call0();\n  call1();',
    ],
    [
      'a line that stands below',
      '  if (a) {|}\n  }',
      '\n    call();\n  }',
      '  if (a) {\n    |\n  }',
      'call();',
    ],
  ];
  for (const [name, drawn, says, next, shows] of unshown) {
    it(`is nothing each time where only ${name} would cover what follows`, async () => {
      const { type, asked } = editor({ upstream: says });
      for (const again of ['first', 'second', 'third']) {
        assert.equal(await type(drawn), undefined, again);
      }
      assert.equal(await type(next), shows);
      assert.equal(asked.length, 1);
    });
  }

  describe('of which a bracket that the editor closes leaves less', () => {
    const upstream = '(items, {\n  first: 1,\n  second: 2,';

    it('goes as a whole, and comes with the next key', async () => {
      const { type, asked } = editor({ upstream });
      assert.equal(await type('sum|'), upstream);
      for (const again of ['first', 'second', 'third']) {
        assert.equal(await type('sum(|)'), undefined, again);
      }
      for (const again of ['first', 'second']) {
        assert.equal(await type('sum(i|)'), 'tems, {', again);
      }
      assert.equal(asked.length, 1);
    });

    it('comes, as far as it fits, for who asks for it, and stays then', async () => {
      const { type, asked } = editor({ upstream });
      await type('sum|');
      assert.equal(await type('sum(|)'), undefined);
      assert.equal(await type('sum(|)', { invoked: true }), 'items, {');
      assert.equal(await type('sum(|)'), 'items, {');
      assert.equal(asked.length, 1);
    });
  });
});
