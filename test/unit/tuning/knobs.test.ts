import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { KNOBS } from '../../../server/src/protocol/tuning.ts';
import { Knobs } from '../../../server/src/tuning/knobs.ts';
import { knobTable } from '../../../server/src/tuning/knobTable.ts';

const anyKnob = fc.constantFrom(...KNOBS);
const anyValue = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0.25, 1, 300, 1e9));

describe('knobs', () => {
  it('hold their defaults until something is tuned', () => {
    const knobs = new Knobs();
    for (const name of KNOBS) assert.equal(knobs.value(name), knobTable[name].usual);
  });

  it('never leave their bounds, whatever they are moved to', () => {
    const moves = fc.array(fc.tuple(anyKnob, anyValue), { maxLength: 30 });
    fc.assert(
      fc.property(moves, (all) => {
        const knobs = new Knobs();
        for (const [name, value] of all) {
          knobs.move(name, value);
          const { least, most, isWhole } = knobTable[name];
          const held = knobs.value(name);
          assert.ok(held >= least && held <= most, `${name} ${held}`);
          if (isWhole) assert.ok(Number.isInteger(held));
        }
      }),
    );
  });

  it('that the user has set hold what was set, and are never moved', () => {
    fc.assert(
      fc.property(anyKnob, fc.integer(), anyValue, (name, set, value) => {
        const knobs = new Knobs();
        knobs.settle(new Map([[name, set]]));
        assert.equal(knobs.move(name, value), false);
        knobs.reset();
        assert.equal(knobs.value(name), set);
        assert.equal(knobs.isUsers(name), true);
        knobs.settle(new Map());
        assert.equal(knobs.value(name), knobTable[name].usual);
      }),
    );
  });

  it('go back one by one, or all', () => {
    const knobs = new Knobs();
    knobs.move('memorySeconds', 600);
    knobs.move('batchSize', 7);
    knobs.reset('batchSize');
    assert.deepEqual([knobs.value('memorySeconds'), knobs.value('batchSize')], [600, 5]);
    knobs.reset();
    assert.equal(knobs.value('memorySeconds'), 300);
  });
});
