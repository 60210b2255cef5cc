import { strict as assert } from 'node:assert';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { type EditorOptions, completionEditor as editor } from '../../support/completionEditor.ts';

/** Types each text in turn and checks what is shown, and how many calls that took in all. */
async function check(
  typed: Readonly<Record<string, string | undefined>>,
  options: EditorOptions & { calls: number },
): Promise<void> {
  const { type, asked } = editor(options);
  for (const [drawn, shows] of Object.entries(typed)) assert.equal(await type(drawn), shows, drawn);
  assert.equal(asked.length, options.calls);
}

describe('CompletionProvider', () => {
  it('shows what the model says', () =>
    check({ 'const total = |': 'sum(items);' }, { upstream: 'sum(items);', calls: 1 }));

  it('keeps the suggestion while it is typed into', () =>
    check(
      {
        'const total = |': 'sum(items);',
        'const total = s|': 'um(items);',
        'const total = sum(it|': 'ems);',
      },
      { upstream: 'sum(items);', calls: 1 },
    ));

  it('keeps it through an auto-closed bracket', () =>
    check(
      { 'const total = |': 'sum(items);', 'const total = sum(|)': 'items);' },
      { upstream: 'sum(items);', calls: 1 },
    ));

  it('keeps it through backspaces, before where it began too', () =>
    check(
      {
        'const total = |': 'sum(items);',
        'const total = su|': 'm(items);',
        'const total = s|': 'um(items);',
        'const total|': ' = sum(items);',
      },
      { upstream: 'sum(items);', calls: 1 },
    ));

  it('keeps it on the next line', () =>
    check(
      { 'if (a) {|': '\n  b();\n  c();\n}', 'if (a) {\n  b();\n  |': 'c();\n}' },
      { upstream: '\n  b();\n  c();\n}', calls: 1 },
    ));

  it('finds it again after a line was added far above', async () => {
    const { type, asked } = editor({ upstream: 'sum(items);' });
    const body = 'let value = 1;\n'.repeat(200);
    await type(`${body}const total = |`);
    assert.equal(await type(`// new\n${body}const total = |`), 'sum(items);');
    assert.equal(asked.length, 1);
  });

  it('asks again where something else was typed', () =>
    check(
      { 'const total = |': 'sum(items);', 'const total = x|': 'sum(items);' },
      { upstream: 'sum(items);', calls: 2 },
    ));

  it('keeps an edit of the line above from serving what no longer fits', () =>
    check(
      { 'let a;\nconst total = |': 'sum(a);', 'let b;\nconst total = |': 'sum(a);' },
      { upstream: 'sum(a);', calls: 2 },
    ));

  const below = '\nfirst();\nsecond();\nthird();';

  it('asks once where the same was said over other code below, and not at each key', () =>
    check(
      {
        'const total = |': 'sum(items);',
        [`const total = |${below}`]: 'sum(items);',
        [`const total = s|${below}`]: 'um(items);',
        [`const total = su|${below}`]: 'm(items);',
        [`const total = sum|${below}`]: '(items);',
      },
      { upstream: 'sum(items);', calls: 2 },
    ));

  it('asks once where more was said over other code below', async () => {
    let says = 'sum(items);\n\nreturn total;';
    const { type, asked } = editor({ upstream: async () => says });
    await type('const total = |');
    says = 'sum(items);';
    await type(`const total = |${below}`);
    assert.equal(await type(`const total = s|${below}`), 'um(items);');
    assert.equal(asked.length, 2);
  });

  it('has both again, each over its own code', async () => {
    const { type, asked } = editor({ upstream: 'sum(items);' });
    for (const drawn of ['const total = |', `const total = |${below}`, 'const total = |']) {
      assert.equal(await type(drawn), 'sum(items);');
    }
    assert.equal(asked.length, 2);
  });

  it('waits on misses only', async () => {
    const { type, asked } = editor({ upstream: 'sum(items);' });
    await assert.rejects(type('const total = |', { wait: 99, leaveAfter: 99 }), CancelledError);
    assert.equal(asked.length, 0);
    assert.equal(await type('const total = |', { wait: 100 }), 'sum(items);');
    assert.equal(await type('const total = s|', { wait: 0 }), 'um(items);');
  });

  it('does not wait for what the cache has at hand, nor when invoked', async () => {
    const cached = editor({ upstream: 'sum(items);', known: 'sum(items);' });
    assert.equal(await cached.type('const total = |', { wait: 0 }), 'sum(items);');
    const invoked = editor({ upstream: 'sum(items);' });
    assert.equal(await invoked.type('const total = |', { wait: 0, invoked: true }), 'sum(items);');
  });

  it('asks the workspace at once where no model is available', async () => {
    const { type, asked } = editor({ workspace: 'sum(items);', isAvailable: false });
    assert.equal(await type('const total = |', { wait: 0 }), 'sum(items);');
    assert.equal(asked.length, 0);
  });

  it('asks the workspace when the model fails', () =>
    check(
      { 'const total = |': 'sum(items);' },
      { upstream: new EndpointError('e', 'server'), workspace: 'sum(items);', calls: 1 },
    ));

  it('shows a text that was cut up to its last whole line', async () => {
    const cut = { upstream: ' {\n  a();\n  b(', ending: 'length', calls: 1 } as const;
    await check({ 'if (x|': ' {\n  a();' }, cut);
    await check({ 'if (x|': ' && y' }, { ...cut, upstream: ' && y' });
  });

  it('asks for more than it shows, and shows the rest when the cursor gets there', () =>
    check(
      {
        'first|': '();',
        'first();|': '\nsecond();\nthird();',
        'first();\nsecond();\nthird();|': '\nfourth();\nfifth();',
      },
      { upstream: '();\nsecond();\nthird();\nfourth();\nfifth();', calls: 1 },
    ));

  it('shows the same while it is typed into, wherever its scope would end now', () =>
    check({ '|': 'a();\nb();', 'a|': '();\nb();' }, { upstream: 'a();\nb();\nc();', calls: 1 }));

  it('asks once about a place where nothing belongs', () =>
    check({ 'const a = |': undefined, 'const a = |\n': undefined }, { upstream: '', calls: 1 }));

  it('lets an unexpected error pass', async () => {
    const { type } = editor({ upstream: new TypeError('a defect of ours') });
    await assert.rejects(type('const total = |'), TypeError);
  });

  it('spends no call where it would hardly pay, but shows what it has', async () => {
    await check({ 'sum(a |, b)': undefined, 'a = | + 1;': undefined }, { upstream: 'x', calls: 0 });
    const { type, asked } = editor({ upstream: 'x' });
    assert.equal(await type('a = | + 1;', { invoked: true }), 'x');
    assert.equal(asked.length, 1);
  });

  it('counts a suggestion once while it is typed through', async () => {
    const { type, events } = editor({ upstream: 'sum(items);' });
    await type('const total = |');
    await type('const total = s|');
    await type('const total = su|');
    const served = events.filter(({ kind }) => kind === 'completionServed');
    assert.deepEqual(
      served.map((event) => 'isNew' in event && [event.from, event.isNew]),
      [
        ['upstream', true],
        ['trie', false],
        ['trie', false],
      ],
    );
  });

  it('forgets all when the cache is cleared', async () => {
    const { type, provider, asked } = editor({ upstream: 'sum(items);' });
    await type('const total = |');
    provider.clear();
    await type('const total = |');
    assert.equal(asked.length, 2);
  });
});
