import { strict as assert } from 'node:assert';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { completionEditor as editor } from '../../support/completionEditor.ts';

describe('second thoughts', () => {
  it('leaves time to take back what seems to be a slip', async () => {
    const { type, asked } = editor({ upstream: 'calculate(items);' });
    await type('const total = |');
    await type('const total = calculate(|');
    await assert.rejects(type('const total = calculate(w|', { leaveAfter: 300 }), CancelledError);
    assert.equal(await type('const total = calculate(i|'), 'tems);');
    assert.equal(asked.length, 1);
  });

  it('asks anew when the user pauses there, or goes on with something else', async () => {
    const { type, asked } = editor({ upstream: 'calculate(items);' });
    await type('const total = |');
    await type('const total = calculate(|');
    assert.equal(await type('const total = calculate(w|'), 'calculate(items);');
    assert.equal(asked.length, 2);
    await type('const other = calculate(wo|', { wait: 150 });
    assert.equal(asked.length, 3);
  });

  it('takes a letter for a slip where the suggestion was right about all that was typed before', async () => {
    const text = 'sum(theFirstOfAllItems, theSecondOfAllItems, item);';
    const { type, asked } = editor({ upstream: text });
    await type('const total = |');
    await type('const total = sum(theFirstOfAllItems, theSecondOfAllItems, |');
    const other = 'const total = sum(theFirstOfAllItems, theSecondOfAllItems, t|';
    assert.equal(await type(other, { wait: 5_000 }), undefined);
    assert.equal(asked.length, 1);
  });

  describe('in a document that holds most of its words', () => {
    const above = 'const calculation = measure(items, weights);\n'.repeat(60);

    it('asks nothing at a letter beside what stands with which no known word begins', async () => {
      const { type, asked, events } = editor({ upstream: 'calculation.total;' });
      await type(`${above}const sum = |`);
      await type(`${above}const sum = cal|`);
      assert.equal(await type(`${above}const sum = calx|`, { wait: 5_000 }), undefined);
      assert.equal(asked.length, 1);
      assert.ok(
        events.some((event) => event.kind === 'completionSilent' && event.reason === 'slip'),
      );
      assert.equal(await type(`${above}const sum = cal|`), 'culation.total;');
      assert.equal(
        await type(`${above}const sum = calx|`, { invoked: true }),
        'calculation.total;',
      );
    });

    it('asks at once where a known word goes on, and with the second letter of a new one', async () => {
      const { type, asked } = editor({ upstream: 'meaning();' });
      await type(`${above}const sum = |`);
      await type(`${above}const sum = mea|`);
      await type(`${above}const sum = meas|`, { wait: 100 });
      assert.equal(asked.length, 2);
      const other = editor({ upstream: 'measured();' });
      await other.type(`${above}const sum = |`);
      await other.type(`${above}const sum = me|`);
      await other.type(`${above}const sum = mex|`, { wait: 5_000 });
      assert.equal(other.asked.length, 1);
      await other.type(`${above}const sum = mexy|`, { wait: 2_000 });
      assert.equal(other.asked.length, 2);
    });
  });

  it('does not show again what was read and typed past, wherever it came from', async () => {
    const { type } = editor({ upstream: 'sum(items);' });
    await type('const total = |');
    await type('const total = n|', { wait: 800 });
    await type('const total = no|');
    await type('const total = none|');
    assert.equal(await type('let other = |'), 'sum(items);');
    assert.equal(await type('const total = |'), undefined);
    assert.equal(await type('const total = |', { invoked: true }), 'sum(items);');
  });

  it('does not take it for waved away when it was typed to its end, however slowly', async () => {
    const { type } = editor({
      upstream: async ({ input }) => {
        const before = 'prefix' in input ? input.prefix : '';
        return before.endsWith('fu') ? 'nction' : 'ring): void {';
      },
    });
    assert.equal(await type('export fu|', { wait: 2_000 }), 'nction');
    await type('export function find(id: st|', { wait: 100 });
    assert.equal(await type('export function find(id: st|'), 'ring): void {');
  });

  it('shows again what stood when a slip is taken back', async () => {
    const { type } = editor({ upstream: 'sum(items);' });
    await type('const total = |');
    await type('const total = x|');
    assert.equal(await type('const total = |'), 'sum(items);');
  });

  it('comes back once a NUL that was typed is gone', async () => {
    const { type, events } = editor({ upstream: 'sum(items);' });
    await type('const total = |');
    assert.equal(await type('const total = \0|', { wait: 2_000 }), undefined);
    assert.ok(
      events.some((event) => event.kind === 'completionSilent' && event.reason === 'binary'),
    );
    assert.equal(await type('const total = |'), 'sum(items);');
  });

  it('does not show again what the client says was dismissed, after edits elsewhere either', async () => {
    const { type, provider } = editor({ upstream: 'sum(items);' });
    await type('first();\nconst total = |');
    provider.dismissed('1');
    assert.equal(await type('first();\nconst total = |'), undefined);
    assert.equal(await type('// new\n\nfirst();\nconst total = |\nbelow();'), undefined);
  });

  it('stays on screen when the suggest widget opens with an item that it begins with, or is', async () => {
    const { type, asked } = editor({ upstream: 'string' });
    assert.equal(await type('let id: |'), 'string');
    assert.equal(await type('let id: st|', { selected: 'string' }), 'string');
    assert.equal(await type('let id: st|', { selected: 'struct' }), undefined);
    const longer = editor({ upstream: 'string;' });
    await longer.type('let id: |');
    assert.equal(await longer.type('let id: st|', { selected: 'string' }), 'string;');
    assert.deepEqual([asked.length, longer.asked.length], [1, 1]);
  });

  it('asks beside the suggest widget what would be asked without it', async () => {
    const { type, asked } = editor({ upstream: 'ring = 1;' });
    assert.equal(await type('let st|', { selected: 'string' }), 'string = 1;');
    assert.equal(await type('let st|'), 'ring = 1;');
    assert.equal(asked.length, 1);
  });
});
