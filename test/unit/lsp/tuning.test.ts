import { strict as assert } from 'node:assert';
import { tuningParams } from '../../../server/src/lsp/door/customParams.ts';
import { commandTuning } from '../../../server/src/lsp/tuning.ts';
import type { KnobName } from '../../../server/src/protocol/tuning.ts';

describe('a command about tuning', () => {
  const run = (raw: Readonly<Record<string, unknown>>, isTuned = true) => {
    const undone: (KnobName | undefined)[] = [];
    const undo = (knob?: KnobName) => {
      undone.push(knob);
      return isTuned;
    };
    const result = commandTuning({ tuning: { undo } as never }, tuningParams(raw));
    return { undone, ...result };
  };

  it('undoes one knob, or all', () => {
    const one = run({ do: 'undo', knob: 'waitFactor' });
    assert.deepEqual([one.undone, one.isDone], [['waitFactor'], true]);
    assert.match(one.text, /“Wait for a pause in typing” is back at its default/);
    const all = run({ do: 'defaults', knob: 'waitFactor' });
    assert.deepEqual([all.undone, all.isDone], [[undefined], true]);
    assert.match(all.text, /aurelis\.tuning\.enable/);
  });

  it('says so where nothing was tuned', () => {
    const { isDone, text } = run({ do: 'defaults' }, false);
    assert.deepEqual(
      [isDone, text],
      [false, 'Aurelis: there is nothing to undo. No value was tuned.'],
    );
  });

  it('is refused where it is none of ours', () => {
    for (const raw of [{}, { do: 'more' }, { do: 'undo' }, { do: 'undo', knob: '__proto__' }])
      assert.throws(() => run(raw), /must be one of|do|knob/);
  });
});
