import { strict as assert } from 'node:assert';
import { isFreeAnswer } from '../../../server/src/upstream/freeAnswer.ts';

describe('answers that a gateway had', () => {
  for (const [told, isFree] of [
    ['hit; tier=memory', true],
    ['hit', true],
    ['joined', true],
    ['miss', false],
    ['bypass', false],
    ['hitherto', false],
    [undefined, false],
  ] as const) {
    it(`cost ${isFree ? 'nothing' : 'something'} where it says ${told}`, () => {
      assert.equal(isFreeAnswer({ 'x-aurelis-cache': told }), isFree);
    });
  }
});
