import { strict as assert } from 'node:assert';
import { AdaptiveDebounce } from '../../../server/src/completion/debounce.ts';
import { cursorIn } from '../../support/caret.ts';
import { FakeClock } from '../../support/fakeClock.ts';

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
    const slow = (await typedEvery(300)).waitMs(midWord, 0);
    const fast = (await typedEvery(80)).waitMs(midWord, 0);
    assert.ok(slow > 2 * fast, `${slow} ${fast}`);
  });

  it('waits less where a thought has likely ended, and least on an empty line', async () => {
    const debounce = await typedEvery(150);
    assert.ok(debounce.waitMs(afterDot, 0) < debounce.waitMs(midWord, 0));
    assert.equal(debounce.waitMs(emptyLine, 0), 25);
  });

  it('takes off what the model needs anyway', async () => {
    const debounce = await typedEvery(150);
    assert.equal(debounce.waitMs(midWord, 100), debounce.waitMs(midWord, 0) - 100);
    assert.equal(debounce.waitMs(midWord, 5_000), 25);
  });

  it('takes pauses and machine edits for no typing', async () => {
    const clock = new FakeClock();
    const debounce = new AdaptiveDebounce(clock);
    const before = debounce.waitMs(midWord, 0);
    for (const gapMs of [60_000, 1, 1, 1, 5_000]) {
      debounce.keystroke();
      await clock.pass(gapMs);
    }
    assert.equal(debounce.waitMs(midWord, 0), before);
  });

  it('never waits more than a second', async () => {
    assert.equal((await typedEvery(1_900)).waitMs(midWord, 0), 1_000);
  });
});
