import { strict as assert } from 'node:assert';
import { completionEditor as editor } from '../../support/completionEditor.ts';

describe('an answer that broke off', () => {
  const WHOLE = 'sum(items)\n  .toFixed(2);';

  it('is shown as far as it came, asked for again by the next request, and replaced by more', async () => {
    const answers = ['sum(items)\n  .to', WHOLE];
    const { type, asked } = editor({ upstream: async () => answers.shift() ?? WHOLE, broken: 1 });
    assert.equal(await type('const a = |'), 'sum(items)');
    assert.equal(await type('const a = |'), 'sum(items)');
    assert.equal(asked.length, 2);
    assert.equal(await type('const a = |'), 'sum(items)');
    assert.equal(await type('const a = sum(items)|'), '\n  .toFixed(2);');
    assert.equal(asked.length, 2);
  });

  it('is asked for three times more, and no oftener', async () => {
    const { type, asked } = editor({ upstream: 'sum(items)\n  .to', broken: 100 });
    for (let again = 0; again < 8; again++) assert.equal(await type('const a = |'), 'sum(items)');
    assert.equal(asked.length, 4);
  });

  it('is not asked for again where it was whole', async () => {
    const { type, asked } = editor({ upstream: WHOLE });
    for (let again = 0; again < 3; again++) await type('const a = |');
    assert.equal(asked.length, 1);
  });
});

describe('a guess of the workspace', () => {
  const guessed = (drawn: string, workspace: string) =>
    editor({ isAvailable: false, workspace }).type(drawn);

  it('leaves no bracket open before closers that follow the cursor', async () => {
    assert.equal(await guessed('foo(|)', 'items.map((x'), 'items.map');
    assert.equal(await guessed('foo("|")', 'a (b'), 'a ');
    assert.equal(await guessed('foo(|)', 'bar(a)'), 'bar(a)');
    assert.equal(await guessed('foo(|', 'items.map((x'), 'items.map((x');
  });
});
