import { strict as assert } from 'node:assert';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { MAX_CHOICES } from '../../../server/src/completion/provider.ts';
import { completionEditor as editor } from '../../support/completionEditor.ts';

describe('several suggestions', () => {
  const upstream = async ({ temperature }: { temperature: number }) =>
    ({ 0: 'sum(items);', 0.4: 'total(items);', 0.8: 'items.length;' })[temperature] ?? '';

  it('are offered to who asks again where one stands', async () => {
    const { type, texts, asked } = editor({ upstream });
    await type('const total = |', { invoked: true });
    assert.deepEqual(texts, ['sum(items);']);
    await type('const total = |', { invoked: true });
    assert.deepEqual(texts.toSorted(), ['items.length;', 'sum(items);', 'total(items);']);
    assert.equal(texts[0], 'sum(items);');
    assert.equal(asked.length, 3);
  });

  it('are there for who types one of them', async () => {
    const { type, asked } = editor({ upstream });
    await type('const total = |', { invoked: true });
    await type('const total = |', { invoked: true });
    assert.equal(await type('const total = t|'), 'otal(items);');
    assert.equal(asked.length, 3);
  });

  it('cost nothing where nobody asks for them', async () => {
    const { type, texts, asked } = editor({ upstream });
    await type('const total = |');
    await type('const total = |');
    assert.deepEqual(texts, ['sum(items);']);
    assert.equal(asked.length, 1);
  });

  it('give way to a regenerated one that says less', async () => {
    let says = 'sum(items);\nreturn total;';
    const { type, provider, asked } = editor({ upstream: async () => says });
    await type('const total = |');
    says = 'sum(items);';
    provider.regenerate('file:///project/a.ts');
    assert.equal(await type('const total = |'), 'sum(items);');
    // The rest of the first answer would have come from memory.
    assert.notEqual(await type('const total = sum(items);|'), '\nreturn total;');
    assert.equal(asked.length, 3);
  });

  it('end at some twenty: who asks again and again gets those, and no model is asked', async () => {
    let answers = 0;
    const { type, texts, asked } = editor({ upstream: async () => `sum(items, ${++answers});` });
    const ask = async () => {
      await type('const total = |', { invoked: true });
      return asked.length;
    };
    while ((await ask()) < MAX_CHOICES);
    const calls = asked.length;
    assert.ok(calls <= MAX_CHOICES + 1);
    for (let times = 0; times < 3; times++) assert.equal(await ask(), calls);
    assert.ok(texts.length >= MAX_CHOICES && texts.length <= MAX_CHOICES + 1);
  });

  it('do not repeat what says the same', async () => {
    const { type, texts } = editor({ upstream: 'sum(items);' });
    await type('const total = |', { invoked: true });
    await type('const total = |', { invoked: true });
    assert.deepEqual(texts, ['sum(items);']);
  });
});

describe('the workspace beside a model', () => {
  it('answers while the model is slow, and gives way to an answer that begins alike', async () => {
    const slow = Promise.withResolvers<string>();
    const { type, events, asked } = editor({
      upstream: () => slow.promise,
      workspace: 'sum(it',
    });
    assert.equal(await type('const total = |', { wait: 1_000 }), 'sum(it');
    slow.resolve('sum(items);');
    await type('const total = s|');
    assert.equal(await type('const total = su|'), 'm(items);');
    assert.equal(asked.length, 1);
    assert.ok(
      events.some((event) => event.kind === 'completionServed' && event.from === 'workspace'),
    );
  });

  it('takes a model for slow that has said nothing after two and a half times its usual, or a second', async () => {
    const shownAfter = async (ttftMs: number, leaveAfter: number) => {
      const upstream = () => new Promise<string>(() => undefined);
      const { type } = editor({ upstream, workspace: 'sum(it', ttftMs });
      return type('const total = |', { wait: leaveAfter, leaveAfter });
    };
    // The debounce has waited 100 ms before that.
    for (const [ttftMs, slowMs] of [
      [0, 800],
      [360, 900],
      [3_000, 1_000],
    ] as const) {
      await assert.rejects(shownAfter(ttftMs, 100 + slowMs - 1), CancelledError);
      assert.equal(await shownAfter(ttftMs, 100 + slowMs + 1), 'sum(it');
    }
  });

  it('stays where the model says something else, until the user types past it', async () => {
    const slow = Promise.withResolvers<string>();
    const { type } = editor({ upstream: () => slow.promise, workspace: 'sum(items);' });
    assert.equal(await type('const total = |', { wait: 1_000 }), 'sum(items);');
    slow.resolve('reduce(items);');
    assert.equal(await type('const total = |'), 'sum(items);');
    assert.equal(await type('const total = r|'), 'educe(items);');
  });

  it('grows where more becomes likely, and never says something else meanwhile', async () => {
    let says = 'sum(it';
    const { type } = editor({ isAvailable: false, workspace: () => says });
    assert.equal(await type('const total = |'), 'sum(it');
    says = 'um(items);\nreturn total;';
    assert.equal(await type('const total = s|'), 'um(items);');
    says = 'quite another';
    assert.equal(await type('const total = su|'), 'm(items);');
    says = '(it';
    assert.equal(await type('const total = sum|'), '(items);');
    assert.equal(await type('const total = sum(items);|'), '\nreturn total;');
  });
});
