import { strict as assert } from 'node:assert';
import { AdaptiveDebounce } from '../../../../server/src/completion/fetch/debounce.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';
import { cursorIn } from '../../../support/caret.ts';

describe('AdaptiveDebounce', () => {
  const typedEvery = async (gapMs: number) => {
    const clock = new FakeClock();
    const debounce = new AdaptiveDebounce(clock);
    for (let index = 0; index < 40; index++) {
      debounce.keystroke();
      await clock.pass(gapMs);
    }
    return debounce;
  };
  const midWord = cursorIn('const to|\nb;').cursor;
  const afterDot = cursorIn('items.|\nb;').cursor;
  const emptyLine = cursorIn('a;\n  |\nb;').cursor;

  it('waits longer for slow typists', async () => {
    const slow = (await typedEvery(300)).waitMs(midWord, { ttftMs: 0 });
    const fast = (await typedEvery(80)).waitMs(midWord, { ttftMs: 0 });
    assert.ok(slow > 2 * fast, `${slow} ${fast}`);
  });

  it('waits less where a thought has likely ended, and least on an empty line', async () => {
    const debounce = await typedEvery(150);
    assert.ok(debounce.waitMs(afterDot, { ttftMs: 0 }) < debounce.waitMs(midWord, { ttftMs: 0 }));
    assert.equal(debounce.waitMs(emptyLine, { ttftMs: 0 }), 25);
  });

  it('takes off what the editor has waited before it asked', () => {
    // 2.1 gaps of 200 ms, at the end of a line.
    assert.equal(new AdaptiveDebounce(new FakeClock()).waitMs(midWord, { ttftMs: 0 }), 420 - 50);
  });

  it('takes off what the model needs anyway', async () => {
    const debounce = await typedEvery(150);
    assert.equal(
      debounce.waitMs(midWord, { ttftMs: 100 }),
      debounce.waitMs(midWord, { ttftMs: 0 }) - 100,
    );
  });

  it('waits for a surer pause beside a model whose first word is late', async () => {
    const debounce = await typedEvery(200);
    const waits = [375, 500, 600, 750, 5_000].map((ms) =>
      Math.round(debounce.waitMs(midWord, { ttftMs: ms })),
    );
    const none = Math.round(debounce.waitMs(midWord, { ttftMs: 0 }));
    assert.deepEqual(waits, [25, none - 250, none - 150, none, none]);
  });

  it('takes pauses and machine edits for no typing', async () => {
    const clock = new FakeClock();
    const debounce = new AdaptiveDebounce(clock);
    const before = debounce.waitMs(midWord, { ttftMs: 0 });
    for (const gapMs of [60_000, 1, 1, 1, 5_000]) {
      debounce.keystroke();
      await clock.pass(gapMs);
    }
    assert.equal(debounce.waitMs(midWord, { ttftMs: 0 }), before);
  });

  it('never waits more than a second', async () => {
    assert.equal((await typedEvery(600)).waitMs(midWord, { ttftMs: 0 }), 1_000);
  });

  it('waits longer for who waves suggestions away, less for who takes them, and forgets both', async () => {
    const clock = new FakeClock();
    const debounce = new AdaptiveDebounce(clock);
    const usual = debounce.waitMs(midWord, { ttftMs: 0 });
    debounce.dismissed();
    assert.equal(debounce.waitMs(midWord, { ttftMs: 0 }), usual * 1.5);
    for (let index = 0; index < 20; index++) debounce.dismissed();
    assert.ok(debounce.waitMs(midWord, { ttftMs: 0 }) <= 3_000);
    await clock.pass(600_000);
    assert.equal(debounce.waitMs(midWord, { ttftMs: 0 }), usual);
    debounce.accepted();
    assert.equal(debounce.waitMs(midWord, { ttftMs: 0 }), usual * 0.8);
  });

  it('waits for a server of the user’s own until a pause is likely, however often suggestions were waved away', async () => {
    const debounce = await typedEvery(200);
    for (let index = 0; index < 20; index++) debounce.dismissed();
    const own = debounce.waitMs(midWord, { ttftMs: 2_000, isOwn: true });
    assert.equal(Math.round(own), 1.5 * 200 - 50);
    assert.ok(debounce.waitMs(midWord, { ttftMs: 2_000 }) > 1_400);
    assert.equal(debounce.waitMs(emptyLine, { ttftMs: 2_000, isOwn: true }), 25);
    const slow = await typedEvery(600);
    assert.ok(slow.waitMs(midWord, { ttftMs: 2_000, isOwn: true }) > 800);
    const fast = await typedEvery(40);
    assert.ok(fast.waitMs(midWord, { ttftMs: 2_000, isOwn: true }) >= 25);
  });

  it('gives a slip the time in which the next key comes', async () => {
    assert.ok((await typedEvery(100)).typoWaitMs() < (await typedEvery(300)).typoWaitMs());
  });
});
