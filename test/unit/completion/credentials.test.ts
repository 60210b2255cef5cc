import { strict as assert } from 'node:assert';
import { completionEditor as editor } from '../../support/completionEditor.ts';

const KEY = `gh${'p_'}a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8`;

describe('credentials', () => {
  it('are never proposed from what was learnt from files, whole or behind what is typed', async () => {
    const learnt = (workspace: string) => editor({ isAvailable: false, workspace });
    assert.equal(await learnt("open('door');").type('a = |'), "open('door');");
    assert.equal(await learnt(`open('${KEY}');`).type('a = |'), undefined);
    assert.equal(await learnt("'hunter2!7';").type('password = |'), undefined);
  });

  it('are not asked for behind a suggestion that ends in the quotes of one', async () => {
    const { type, asked } = editor({ upstream: "password = '", speculate: true });
    await type('a;\n|', { wait: 2_000 });
    assert.equal(asked.length, 1);
  });
});
