import { strict as assert } from 'node:assert';
import { completionEditor as editor } from '../../../support/completionEditor.ts';

describe('what was waved away', () => {
  const upstream = 'sum(items);';

  it('stays away on the next lines, however they begin', async () => {
    const shown = editor({ upstream });
    await shown.type('const total = |');
    shown.dismiss();
    assert.equal(await shown.type('const total = 1;\n|'), undefined);
    assert.equal(await shown.type('const total = 1;\nlet other = |'), undefined);
    assert.equal(await shown.type('const total = 1;\nlet other = 2;\n  |'), undefined);
    assert.equal(await shown.type('|\nconst total = 1;\nlet other = 2;'), undefined);
    assert.equal(
      await shown.type('|\nconst total = 1;\nlet other = 2;', { invoked: true }),
      upstream,
    );
  });

  it('stays away on the next lines, whoever says it', async () => {
    const shown = editor({ workspace: upstream, isAvailable: false });
    await shown.type('const total = |');
    shown.dismiss();
    assert.equal(await shown.type('const total = 1;\nlet other = |'), undefined);
  });

  it('stays away on the next lines with little that is new', async () => {
    let says = 'calculate(items, 1);';
    const shown = editor({ upstream: async () => says });
    await shown.type('const total = |');
    shown.dismiss();
    says = 'calculate(items, 2);';
    assert.equal(await shown.type('const total = 1;\n|'), undefined);
    says = 'render(page);';
    assert.equal(await shown.type('const total = 1;\nfirst();\n|'), says);
  });

  it('stays away when the whole line is said again on the next one', async () => {
    let says = upstream;
    const shown = editor({ upstream: async () => says });
    await shown.type('const total = |');
    shown.dismiss();
    says = `const total = ${upstream}`;
    assert.equal(await shown.type('let a;\n|'), undefined);
    says = 'const total = none;';
    assert.equal(await shown.type('let a;\nlet b;\n|'), says);
  });

  it('stays away when it was read and typed past', async () => {
    const shown = editor({ upstream });
    await shown.type('const total = |');
    await shown.keys('const total = |', 'none');
    assert.equal(await shown.type('const total = none;\n|'), undefined);
  });

  it('stays away when it was read while its beginning was typed', async () => {
    let says = upstream;
    const shown = editor({ upstream: async () => says });
    await shown.type('const total = |', { wait: 400 });
    await shown.type('const total = s|', { wait: 400 });
    await shown.type('const total = su|', { wait: 400 });
    says = '';
    await shown.keys('const total = su|', 'rel');
    says = upstream;
    assert.equal(await shown.type('const total = surel;\n|'), undefined);
  });

  it('is forgotten further away, and after two minutes', async () => {
    const shown = editor({ upstream });
    await shown.type('const total = |');
    shown.dismiss();
    const lines = (count: number) => `const total = 1;\n${'next();\n'.repeat(count)}`;
    assert.equal(await shown.type(`${lines(9)}|`), undefined);
    assert.equal(await shown.type(`${lines(10)}|`), upstream);
    const later = editor({ upstream });
    await later.type('const total = |');
    later.dismiss();
    await later.clock.pass(118_000);
    assert.equal(await later.type('const total = 1;\n|', { wait: 1_500 }), undefined);
    await later.clock.pass(1_000);
    assert.equal(await later.type('const total = 1;\nlet a;\n|'), upstream);
  });

  it('moves with its line', async () => {
    const shown = editor({ upstream });
    await shown.type('const total = |');
    shown.dismiss();
    const above = 'first();\n'.repeat(30);
    await shown.type(`${above}const total = |`);
    assert.equal(await shown.type(`${above}const total = 1;\n|`), undefined);
  });

  it('comes to who begins to type it on another line, and on after he has', async () => {
    const shown = editor({ upstream: async ({ input }) => rest(upstream, input) });
    await shown.type('const total = |');
    shown.dismiss();
    await shown.type('let a;\n|');
    assert.equal(await shown.type('let a;\nsu|'), undefined);
    assert.equal(await shown.type('let a;\nsum|'), '(items);');
    await shown.type(`let a;\n${upstream}|`);
    assert.equal(await shown.type(`let a;\n${upstream}\n|`), upstream);
  });

  it('is silent while its line is typed again, for no call, until that goes another way', async () => {
    const shown = editor({ upstream });
    await shown.type('first();\nconst total = |');
    shown.dismiss();
    await shown.type('first();\n|');
    const before = shown.asked.length;
    for (let length = 1; length <= 17; length++) {
      const line = `const total = ${upstream}`.slice(0, length);
      assert.equal(await shown.type(`first();\n${line}|`), undefined, line);
    }
    assert.equal(shown.asked.length, before);
    await shown.type('first();\nconst total = n|');
    await shown.type('first();\nconst total = ne|');
    assert.equal(await shown.type('first();\nconst total = new|'), upstream);
  });

  it('is silent where its first line alone is said, or a little else', async () => {
    let says = 'calculate(items);\nreturn total;';
    const shown = editor({ upstream: async () => says });
    await shown.type('first();\nconst total = |');
    shown.dismiss();
    says = 'calculate(items);';
    assert.equal(await shown.type('// new\nfirst();\nconst total = |'), undefined);
    says = 'calculate(item);';
    assert.equal(await shown.type('// newer\nfirst();\nconst total = |'), undefined);
    says = 'none;';
    assert.equal(await shown.type('// newest\nfirst();\nconst total = |'), says);
  });

  it('says nothing of marks on other lines', async () => {
    const shown = editor({ upstream: ');' });
    await shown.type('call(|');
    shown.dismiss();
    assert.equal(await shown.type('call(|'), undefined);
    assert.equal(await shown.type('call(1)\nother(|'), ');');
  });

  it('stays once it was asked for by hand, while it is typed into', async () => {
    const shown = editor({ upstream });
    await shown.type('const total = |');
    shown.dismiss();
    assert.equal(await shown.type('const total = |'), undefined);
    assert.equal(await shown.type('const total = |', { invoked: true }), upstream);
    assert.equal(await shown.type('const total = |'), upstream);
    assert.equal(await shown.type('const total = s|'), 'um(items);');
    assert.equal(await shown.type('const total = 1;\nlet other = |'), undefined);
    assert.equal(await shown.type('const total = s|', { invoked: true }), 'um(items);');
    shown.dismiss();
    assert.equal(await shown.type('const total = s|'), undefined);
  });

  it('stays away beside the suggest widget', async () => {
    const shown = editor({ upstream: 'string;' });
    await shown.type('let id: |');
    shown.dismiss();
    assert.equal(await shown.type('let id: st|', { selected: 'string' }), undefined);
  });

  it('stays away when something is deleted behind the same text elsewhere', async () => {
    const shown = editor({ upstream });
    await shown.type(`const total = |\nend();\n${upstream} // x`);
    shown.dismiss();
    assert.equal(await shown.type(`const total = |\nend();\n${upstream}`), undefined);
  });

  it('counts as waved away once it stood for 750 ms and was typed past', async () => {
    for (const [stood, shows] of [
      [749, upstream],
      [750, undefined],
    ] as const) {
      const { type } = editor({ upstream });
      await type('const total = |', { wait: 100 + stood });
      await type('const total = none|', { wait: 10, leaveAfter: 10 }).catch(String);
      assert.equal(await type('const total = |'), shows, `${stood}`);
    }
  });

  it('is forgotten with the document', async () => {
    const shown = editor({ upstream });
    await shown.type('const total = |');
    shown.dismiss();
    assert.equal(await shown.type('const total = |'), undefined);
    shown.close();
    assert.equal(await shown.type('const total = |'), upstream);
  });

  it('is kept in mind twenty times for each document', async () => {
    let says = '';
    const shown = editor({ upstream: async () => says });
    const place = (index: number) => `${'\n'.repeat(40)}mark${index}();\nconst total = |`;
    for (let index = 0; index <= 20; index++) {
      says = `${String.fromCharCode(97 + index).repeat(3)}(${index});`;
      assert.equal(await shown.type(place(index)), says);
      shown.dismiss();
    }
    assert.equal(await shown.type(place(1)), undefined);
    assert.equal(await shown.type(place(0)), 'aaa(0);');
  });
});

describe('a slow model beside a quick guess that was refused', () => {
  it('is waited for', async () => {
    const slow = editor({
      workspace: 'sum(items);',
      upstream: async () => {
        if (slow.asked.length === 1) return 'sum(items);';
        await new Promise<void>((resolve) => slow.clock.after(1_500, resolve));
        return 'count(items);';
      },
    });
    assert.equal(await slow.type('const total = |'), 'sum(items);');
    slow.dismiss();
    const next = 'const total = 1;\nlet x = |';
    assert.equal(await slow.type(next, { wait: 3_000 }), 'count(items);');
  });

  it('is joined by the next key', async () => {
    const slow = editor({
      workspace: 'sum(items);',
      upstream: async () => {
        if (slow.asked.length === 1) return 'sum(items);';
        await new Promise<void>((resolve) => slow.clock.after(1_500, resolve));
        return 'count(items);';
      },
    });
    await slow.type('const total = |');
    slow.dismiss();
    const next = 'const total = 1;\nlet x = |';
    await slow.type(next, { wait: 1_200, leaveAfter: 1_200 }).catch(String);
    assert.equal(await slow.type(next.replace('|', 'c|'), { wait: 1_000 }), 'ount(items);');
  });
});

/** Returns the rest of a text behind the part of it that was typed. */
function rest(text: string, input: object): string {
  const line = 'prefix' in input ? (String(input.prefix).split('\n').at(-1) ?? '') : '';
  let length = text.length;
  while (!line.endsWith(text.slice(0, length))) length--;
  return length === text.length ? '' : text.slice(length);
}
