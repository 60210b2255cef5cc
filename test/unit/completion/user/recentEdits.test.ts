import { strict as assert } from 'node:assert';
import { completionEditor as editor } from '../../../support/completionEditor.ts';

describe('what was just deleted', () => {
  const upstream = 'calculate(items);';

  it('is not proposed again at that place, but where it is asked for', async () => {
    const { type } = editor({ upstream });
    await type('first();\nconst total = |');
    // Taken as a whole, and removed as a whole.
    await type(`first();\nconst total = ${upstream}|`);
    assert.equal(await type('first();\nconst total = |'), undefined);
    assert.equal(await type('first();\nconst total = |', { invoked: true }), upstream);
    assert.equal(await type('first();\nlet other = |'), upstream);
  });

  it('is proposed again to who begins to type it', async () => {
    const { type } = editor({ upstream });
    await type('const total = |');
    await type(`const total = ${upstream}|`);
    assert.equal(await type('const total = |'), undefined);
    await type('const total = c|');
    await type('const total = ca|');
    assert.equal(await type('const total = cal|'), 'culate(items);');
  });

  it('is forgotten after two minutes', async () => {
    const { type, clock } = editor({ upstream });
    await type('const total = |');
    await type(`const total = ${upstream}|`);
    await type('const total = |');
    await clock.pass(120_000);
    await type('const total = c|');
    assert.equal(await type('const total = |'), upstream);
  });

  it('is recognized when it was deleted character by character, and when little of it is new', async () => {
    const { type } = editor({ upstream: 'oldName(items, 1);' });
    await type('use();\noldName(items);|');
    for (let length = 'oldName(items);'.length - 1; length >= 0; length--) {
      await type(`use();\n${'oldName(items);'.slice(0, length)}|`);
    }
    assert.equal(await type('use();\n|'), undefined);
  });

  it('comes back when it was typed key by key into a suggestion: that was a detour', async () => {
    const { type, asked } = editor({ upstream });
    await type('const total = |');
    for (let length = 1; length <= 9; length++) {
      await type(`const total = ${upstream.slice(0, length)}|`);
    }
    for (let length = 8; length >= 4; length--) {
      await type(`const total = ${upstream.slice(0, length)}|`);
    }
    // The rest by one undo.
    assert.equal(await type('const total = |'), upstream);
    assert.equal(asked.length, 1);
  });

  it('costs no call right after an undo, and one for who types on', async () => {
    const { type, asked, events } = editor({ upstream: '' });
    await type('let one = |1;\nlet total = first + ');
    await type('let one = 1;\nlet total = first + pasted.text|');
    const before = asked.length;
    assert.equal(await type('let one = 1;\nlet total = first + |'), undefined);
    assert.equal(asked.length, before);
    assert.ok(
      events.some((event) => event.kind === 'completionSilent' && event.reason === 'undone'),
    );
    await type('let one = 1;\nlet total = first + n|');
    assert.equal(asked.length, before + 1);
  });
});
