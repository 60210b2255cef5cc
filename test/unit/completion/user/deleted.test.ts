import { strict as assert } from 'node:assert';
import { completionEditor as editor } from '../../../support/completionEditor.ts';

describe('a few characters that were deleted', () => {
  for (const [name, text] of [
    ['three', '.id'],
    ['two', 'id'],
    ['one', 'd'],
    ['with what ends them', '.id);'],
  ] as const) {
    it(`are not said again after they were taken: ${name}`, async () => {
      const shown = editor({ upstream: text });
      assert.equal(await shown.type('f(user|'), text);
      await shown.type(`f(user${text}|`);
      assert.equal(await shown.backspace(`f(user${text}|`, text.length), undefined);
      assert.equal(await shown.type('f(user|', { invoked: true }), text);
    });
  }

  it('are not said again after they were typed, by whomever', async () => {
    for (const options of [
      { upstream: '.id' },
      { upstream: '.id === other.id' },
      { workspace: '.id', isAvailable: false },
      { known: '.id', upstream: '.id' },
    ]) {
      const shown = editor(options);
      await shown.type('// none\n|', { wait: 0, leaveAfter: 0 }).catch(() => undefined);
      for (let length = 1; length <= 7; length++) {
        // So quickly that nothing is asked.
        await shown
          .type(`${'user.id'.slice(0, length)}|`, { wait: 0, leaveAfter: 0 })
          .catch(() => undefined);
      }
      assert.equal(await shown.backspace('user.id|', 3), undefined, JSON.stringify(options));
    }
  });

  it('come to who begins to type them again, for no call', async () => {
    const shown = editor({ upstream: '.id' });
    await shown.type('user|');
    await shown.type('user.id|');
    await shown.backspace('user.id|', 3);
    const before = shown.asked.length;
    assert.equal(await shown.type('user.|'), undefined);
    assert.equal(await shown.type('user.i|'), 'd');
    assert.equal(shown.asked.length, before);
  });

  it('do not stand in the way of another word that they begin', async () => {
    const shown = editor({ upstream: '.identity' });
    await shown.type('user.id|', { wait: 0, leaveAfter: 0 }).catch(() => undefined);
    assert.equal(await shown.type('user|'), '.identity');
  });

  it('are not said again when they were selected and something else was typed over them', async () => {
    const { type } = editor({ upstream: '.id' });
    await type('f(user|)');
    await type('f(user.id|)');
    await type('f(userx|)');
    assert.equal(await type('f(user|)'), undefined);
  });
});

describe('what was typed into a suggestion and taken back', () => {
  const upstream = 'sum(items, weights);';

  it('costs no call and is shown all the while', async () => {
    const shown = editor({ upstream });
    assert.equal(await shown.type('const total = |'), upstream);
    await shown.keys('const total = |', 'sum(it');
    assert.equal(await shown.backspace('const total = sum(it|', 6), upstream);
    assert.equal(await shown.keys('const total = |', 'sum'), '(items, weights);');
    assert.equal(shown.asked.length, 1);
  });

  it('comes back where brackets closed themselves', async () => {
    const { type } = editor({ upstream });
    await type('const total = |');
    for (const drawn of ['s|', 'su|', 'sum|', 'sum(|)', 'sum(i|)', 'sum(it|)', 'sum(i|)', 'sum(|)'])
      await type(`const total = ${drawn}`);
    for (const drawn of ['sum|', 'su|', 's|']) await type(`const total = ${drawn}`);
    assert.equal(await type('const total = |'), upstream);
  });

  it('comes back when some of it was typed again', async () => {
    const shown = editor({ upstream });
    await shown.type('const total = |');
    await shown.keys('const total = |', 'sum(it');
    await shown.backspace('const total = sum(it|', 2);
    await shown.keys('const total = sum(|', 'it');
    assert.equal(await shown.backspace('const total = sum(it|', 6), upstream);
    assert.equal(shown.asked.length, 1);
  });

  it('does not come back when it was taken, a part of it only, and backspaced', async () => {
    for (const part of ['sum', 'sum(']) {
      const { type, backspace } = editor({ upstream });
      await type('const total = |');
      await type(`const total = ${part}|`);
      assert.equal(await backspace(`const total = ${part}|`, part.length), undefined, part);
    }
  });

  it('comes back with marks and blanks that stood before it', async () => {
    for (const typed of ['', 'su']) {
      const shown = editor({ upstream });
      assert.equal(await shown.type('const total = |'), upstream);
      await shown.keys('const total = |', typed);
      const count = typed.length + 3;
      assert.equal(await shown.backspace(`const total = ${typed}|`, count), ` = ${upstream}`);
      assert.equal(shown.asked.length, 1);
    }
    const atOnce = editor({ upstream });
    await atOnce.type('const total = |');
    await atOnce.keys('const total = |', 'su');
    assert.equal(await atOnce.type('const total|'), ` = ${upstream}`);
  });

  it('does not count to what stood before or behind it and is deleted, too', async () => {
    const check = async (states: string[], says: string) => {
      const { type } = editor({ upstream: says });
      const last = states.pop() ?? '';
      for (const drawn of states) await type(drawn, { wait: 0, leaveAfter: 0 }).catch(String);
      assert.equal(await type(last), undefined, last);
    };
    const behind = (text: string) =>
      ['', 'x', 'xy', 'xyz', 'xy', 'x', ''].map((typed) => `f(user${typed}|${text}`);
    await check([...behind('(items);'), 'f(user|'], '(items);');
    await check([...behind('.id'), 'f(user|'], '.id');
    const text = 'calculate(items);';
    await check([`f(|${text}`, `f(x|${text}`, 'f(|'], text);
    const slips = ['', 'x', 'xy', 'xyz', 'xy', 'x'].map((typed) => `a = calc(item${typed}|`);
    const rest = Array.from({ length: 10 }, (_, at) => `a = ${'calc(item'.slice(0, 9 - at)}|`);
    await check([...slips, ...rest], 'calc(item, 1);');
  });

  it('comes back when more is taken back than the slip', async () => {
    const shown = editor({ upstream });
    await shown.type('const total = |');
    await shown.keys('const total = |', 'sum(itx');
    assert.equal(await shown.backspace('const total = sum(itx|', 7), upstream);
  });

  it('does not come back when nothing was left of it but its end', async () => {
    const shown = editor({ upstream: '.id);' });
    await shown.type('f(user|');
    await shown.keys('f(user|', '.id');
    assert.equal(await shown.backspace('f(user.id|', 3), undefined);
  });

  it('does not come back with what stood there before it', async () => {
    const shown = editor({ upstream: ' === other.id' });
    assert.equal(await shown.type('user.id|'), ' === other.id');
    assert.equal(await shown.backspace('user.id|', 3), undefined);
  });
});

describe('lines that were deleted', () => {
  const lines = ['first(items);', 'second(items);', 'third(items);'];

  for (const [name, isSelected] of [
    ['at once', true],
    ['by backspaces', false],
  ] as const) {
    it(`are not said again there or nearby, together or one by one: ${name}`, async () => {
      let says = '';
      const shown = editor({ upstream: async () => says });
      const drawn = `begin();\n${lines.join('\n')}|\nend();\n`;
      await shown.type(drawn);
      if (isSelected) await shown.type('begin();\n|\nend();\n');
      else await shown.backspace(drawn, lines.join('\n').length);
      for (const said of [lines.join('\n'), ...lines, 'second(items);\nthird(items);']) {
        says = said;
        assert.equal(await shown.type(`// ${said.length}\nbegin();\n|\nend();\n`), undefined, said);
        const below = `// ${said.length}\nbegin();\nx();\nend();\n|`;
        assert.equal(await shown.type(below), undefined, said);
      }
      says = 'unlike();';
      assert.equal(await shown.type('// last\nbegin();\n|\nend();\n'), says);
    });
  }

  it('are compared by their first thousand characters', async () => {
    let says = '';
    const shown = editor({ upstream: async () => says });
    /** Ten letters that no other line has. */
    const line = (index: number) =>
      String.fromCharCode(...Array.from({ length: 10 }, (_, at) => 0x4e00 + 10 * index + at));
    const many = Array.from({ length: 120 }, (_, index) => line(index)).join('\n');
    await shown.type(`begin();\n${many}|`);
    await shown.type('begin();\n|');
    says = line(90);
    assert.equal(await shown.type('begin();\n\n|'), undefined);
    says = line(91);
    assert.equal(await shown.type('begin();\n\n\n|'), says);
  });

  it('come to who types them, and to who has brought them back', async () => {
    const shown = editor({ upstream: lines[0] ?? '' });
    await shown.type(`begin();\n${lines[0]}|`);
    await shown.type('begin();\n|');
    assert.equal(await shown.type('begin();\n\n|'), undefined);
    await shown.type(`begin();\n${lines[0]}|`);
    assert.equal(await shown.type(`begin();\n${lines[0]}\n|`), lines[0]);
  });

  it('are forgotten with the document, and how they came there', async () => {
    const shown = editor({ upstream: 'calculate(item);' });
    await shown.type('const total = |', { wait: 0, leaveAfter: 0 }).catch(String);
    for (let length = 1; length <= 17; length++) {
      const typed = 'calculate(items);'.slice(0, length);
      await shown.type(`const total = ${typed}|`, { wait: 0, leaveAfter: 0 }).catch(String);
    }
    shown.close();
    await shown.type('const total = calculate(items);|', { wait: 0, leaveAfter: 0 }).catch(String);
    assert.equal(await shown.type('const total = |'), undefined);
    shown.close();
    assert.equal(await shown.type('const total = |'), 'calculate(item);');
  });
});
