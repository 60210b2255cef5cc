import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { flatnessOf } from '../../bench/soak/flatness.ts';
import { type Soaked, soak } from '../../bench/soak/soak.ts';
import { ROOT } from '../../tools/root.ts';

/** The work of a part: some thirty requests to a model, and as many to the server as there are keys. */
const WORK = {
  keys: 120,
  files: 4,
  saves: 2,
  fixes: 3,
  notebooks: 2,
  settingsChanges: 4,
  foreignWrites: 1,
  ignoreChanges: 1,
  looksAtMetrics: 2,
  questions: 4,
};
const PARTS = 3;
/** Objects that may be more at the end: chance makes some two hundred of 36,000. One for each key would be 360 more. */
const MOST_OBJECTS = 300;
/** Bytes likewise; chance makes a quarter of a megabyte. */
const MOST_BYTES = 1_000_000;

/** `npm run bench -- soak` has the figures of a whole hour. */
describe('the server, worked with for a while,', function () {
  // It takes some seconds, and on a busy machine some times that.
  this.timeout(600_000);
  let soaked: Soaked;
  before(async () => {
    soaked = await soak({
      script: join(ROOT, 'server/src/app/main.ts'),
      work: WORK,
      parts: PARTS,
      minutes: 0.5,
      warmUpParts: 3,
      fill: { files: 0, functions: 0 },
      pace: 15,
    });
  });
  const all = (figure: 'objects' | 'heapUsed' | 'descriptors') =>
    soaked.readings.map((reading) => reading[figure]);

  it('has shown suggestions, applied fixes, and met faults', () => {
    const { suggestions, fixes, model } = soaked;
    assert.ok(suggestions.shown > 100 && suggestions.taken > 0 && fixes > 0);
    assert.ok((model.get('requests') ?? 0) > 100 && model.size > 2);
  });

  it('holds nothing of requests that have ended, of closed files and of former settings', () => {
    const [objects, bytes] = [all('objects'), all('heapUsed')];
    assert.ok(flatnessOf(objects).change <= MOST_OBJECTS, objects.join(', '));
    assert.ok(flatnessOf(bytes).change <= MOST_BYTES, bytes.join(', '));
  });

  it('opens no more files and connections than at first', () => {
    const descriptors = all('descriptors');
    assert.equal(flatnessOf(descriptors).change, 0, descriptors.join(', '));
  });
});

describe('flatnessOf', () => {
  it('tells how far the last third is from the first, and how far the line through all goes', () => {
    assert.deepEqual(flatnessOf([5, 5, 5]), { change: 0, trend: 0 });
    assert.deepEqual(flatnessOf([1, 2, 3, 4]), { change: 3, trend: 3 });
    assert.deepEqual(flatnessOf([3, 0, 0, 3]), { change: 0, trend: 0 });
    assert.deepEqual(flatnessOf([7]), { change: 0, trend: 0 });
    // One that is far off does not count.
    assert.equal(flatnessOf([1, 90, 2, 5, 5, 5, 3, 4, 0]).change, 1);
  });
});
