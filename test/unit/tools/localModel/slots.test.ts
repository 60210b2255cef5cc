import { strict as assert } from 'node:assert';
import { simulatedEngine } from '../../../../tools/localModel/simulatedEngine.ts';
import { commonLength, Slots } from '../../../../tools/localModel/slots.ts';
import { settled } from '../../../../tools/testing/fakeClock.ts';

const never = new AbortController().signal;
const ten = (first: number): number[] => Array.from({ length: 10 }, (_, index) => first + index);

/** Slots of which each has evaluated one prompt. */
async function slotsWith(...prompts: readonly number[][]): Promise<Slots> {
  const { slots } = simulatedEngine(prompts.length);
  for (const [index, prompt] of prompts.entries()) await slots[index]?.evaluate(prompt);
  return new Slots(slots);
}

/** Takes a slot and gives it back when told to. */
function taken(slots: Slots, wanted: number, prompt: readonly number[], signal = never) {
  let giveBack = () => {};
  let id: number | undefined;
  const done = slots.use(wanted, prompt, signal, (slot) => {
    id = slot.id;
    return new Promise<void>((resolve) => {
      giveBack = resolve;
    });
  });
  return { done, id: () => id, giveBack: () => giveBack() };
}

describe('slots', () => {
  it('know how much two prompts have in common', () => {
    assert.equal(commonLength([1, 2, 3], [1, 2, 4, 5]), 2);
    assert.equal(commonLength([], [1]), 0);
  });

  it('are chosen by what they hold of a prompt', async () => {
    const slots = await slotsWith(ten(10), ten(20), ten(30));
    const second = taken(slots, -1, ten(20));
    await settled();
    assert.equal(second.id(), 1);
    second.giveBack();
    await second.done;
  });

  it('are chosen by the longest rest where they hold a tenth or less', async () => {
    const slots = await slotsWith(ten(10), ten(20));
    const prompts = [ten(50), [20, ...ten(60).slice(1)]];
    for (const [index, prompt] of prompts.entries()) {
      const one = taken(slots, -1, prompt);
      await settled();
      assert.equal(one.id(), index);
      one.giveBack();
      await one.done;
    }
  });

  it('that are named are waited for, while others go on', async () => {
    const slots = await slotsWith(ten(10), ten(20));
    const [first, named, other] = [
      taken(slots, 0, ten(10)),
      taken(slots, 0, ten(10)),
      taken(slots, -1, ten(10)),
    ];
    await settled();
    assert.deepEqual([first.id(), named.id(), other.id()], [0, undefined, 1]);
    first.giveBack();
    await settled();
    assert.equal(named.id(), 0);
    other.giveBack();
    named.giveBack();
    await Promise.all([first.done, named.done, other.done]);
  });

  it('are counted anew from 0 where there are fewer', async () => {
    const slots = await slotsWith(ten(10), ten(20));
    const third = taken(slots, 3, ten(10));
    await settled();
    assert.equal(third.id(), 1);
    third.giveBack();
    await third.done;
  });

  it('are not kept for those who leave', async () => {
    const slots = await slotsWith(ten(10));
    const leaving = new AbortController();
    const first = taken(slots, -1, ten(10));
    const gone = taken(slots, -1, ten(10), leaving.signal);
    const last = taken(slots, -1, ten(10));
    leaving.abort();
    first.giveBack();
    await settled();
    assert.deepEqual([gone.id(), last.id()], [undefined, 0]);
    last.giveBack();
    await Promise.all([first.done, gone.done, last.done]);
  });
});
