import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { KNOBS, type KnobName } from '../../../server/src/protocol/tuning.ts';
import type { CacheShape } from '../../../server/src/tuning/ghosts/ghostCache.ts';
import { Knobs } from '../../../server/src/tuning/knobs.ts';
import { knobTable } from '../../../server/src/tuning/knobTable.ts';
import { STEP_MS } from '../../../server/src/tuning/move.ts';
import { ROUND_MS, Tuner } from '../../../server/src/tuning/tuner.ts';
import { seededRandom } from '../../../tools/random.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('the tuner', () => {
  let clock: FakeClock;
  let knobs: Knobs;
  let text: string | undefined;
  let isCalm: boolean;
  let tuners: Tuner[];
  let asked: number;

  beforeEach(() => {
    [clock, knobs, text, isCalm, tuners, asked] = [
      new FakeClock(),
      new Knobs(),
      undefined,
      true,
      [],
      0,
    ];
  });
  afterEach(() => {
    for (const tuner of tuners) tuner.dispose();
    assert.equal(clock.pending, 0);
  });

  const shape = (): CacheShape => ({
    maxEntries: 1_000,
    maxBytes: 1e6,
    ttlMs: knobs.value('memorySeconds') * 1000,
    eviction: 'lru',
    freshMs: 1e9,
    hasFar: false,
  });
  function aTuner(holder = 'first', own = knobs): Tuner {
    const tuner = new Tuner({
      clock,
      random: seededRandom(1),
      knobs: own,
      file: {
        read: () => text,
        write: (written) => {
          text = written;
          return true;
        },
      },
      holder,
      shape,
      isCalm: () => isCalm,
      observe: () => undefined,
      onChanged: () => undefined,
    });
    tuners.push(tuner);
    return tuner;
  }
  const mistuned = (value: number) => {
    text = JSON.stringify({ sound: { memorySeconds: value } });
  };
  const keyOf = (number: number) =>
    `model_request:${Math.floor(seededRandom(number)() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')}`;

  /** Lets time pass in which ten new keys come, and the same once more, and so on; the cache has what its time to live leaves it. */
  async function type(tuner: Tuner, minutes: number, everyMs = 20_000): Promise<void> {
    for (let ms = 0; ms < minutes * 60_000; ms += everyMs) {
      const key = keyOf(Math.floor(asked / 20) * 10 + (asked % 10));
      const isHeld = asked % 20 >= 10 && knobs.value('memorySeconds') * 1000 > everyMs * 10;
      tuner.ghosts.watch.asked(key, 'completion', isHeld ? { bytes: 9 } : undefined);
      if (!isHeld) tuner.ghosts.watch.stored(key, 9, false);
      asked++;
      await clock.pass(everyMs);
    }
  }
  const said = (tuner: Tuner) => tuner.snapshot().entries.map(({ what, reason }) => reason ?? what);

  it('moves a mistuned knob to where it saves most, in small steps, and keeps it once it has proved right', async () => {
    mistuned(75);
    const tuner = aTuner();
    assert.equal(knobs.value('memorySeconds'), 75);
    await type(tuner, 48);
    const values = [knobs.value('memorySeconds')];
    for (let minute = 0; minute < 120; minute++) {
      await type(tuner, 1);
      values.push(knobs.value('memorySeconds'));
    }
    const steps = values.slice(1).map((value, index) => value / (values[index] ?? 1));
    assert.ok(Math.max(...steps) <= 1.21, String(steps));
    assert.ok(knobs.value('memorySeconds') >= 200 && knobs.value('memorySeconds') < 300);
    assert.deepEqual(said(tuner), ['kept', 'moved', 'kept', 'moved']);
    const held = JSON.parse(text ?? '').sound;
    assert.deepEqual(held, { memorySeconds: knobs.value('memorySeconds') });
  });

  it('makes a step once a minute', async () => {
    mistuned(75);
    const tuner = aTuner();
    while (tuner.snapshot().knobs[0]?.state !== 'moving') await type(tuner, 1);
    const first = knobs.value('memorySeconds');
    await clock.pass(STEP_MS / 3);
    assert.equal(knobs.value('memorySeconds'), first);
    await clock.pass(STEP_MS * 3);
    assert.equal(tuner.snapshot().knobs[0]?.state, 'moving');
    await clock.pass(STEP_MS);
    assert.equal(tuner.snapshot().knobs[0]?.state, 'watched');
    assert.equal(knobs.value('memorySeconds'), 187);
  });

  it('goes back, and leaves the knob alone for an hour, where the cache saves less than before', async () => {
    mistuned(225);
    const tuner = aTuner();
    while (tuner.snapshot().knobs[0]?.state !== 'watched') await type(tuner, 1, 30_000);
    // What comes soon again was held before: now nothing is.
    for (let time = 0; time < 80; time++) {
      tuner.ghosts.watch.asked(keyOf(9e6), 'completion', undefined);
      tuner.ghosts.watch.stored(keyOf(9e6), 9, false);
      await clock.pass(8_000);
    }
    assert.equal(knobs.value('memorySeconds'), 225);
    assert.equal(said(tuner)[0], 'contradicted');
    assert.equal(tuner.snapshot().knobs[0]?.state, 'frozen');
    assert.deepEqual(JSON.parse(text ?? '').sound, { memorySeconds: 225 });
    await type(tuner, 45, 30_000);
    assert.equal(said(tuner)[0], 'contradicted');
  });

  const broken: readonly [string, (tuner: Tuner) => void][] = [
    ['errors', (tuner) => tuner.called(100, true)],
    ['falseHit', (tuner) => tuner.falseHit()],
    ['slower', (tuner) => Array.from({ length: 40 }, () => tuner.called(400, false))],
  ];
  for (const [reason, happens] of broken) {
    it(`goes back at once for ${reason}`, async () => {
      mistuned(75);
      const tuner = aTuner();
      for (let call = 0; call < 60; call++) tuner.called(100 + call, false);
      await type(tuner, 58);
      assert.ok(knobs.value('memorySeconds') > 75);
      happens(tuner);
      assert.equal(knobs.value('memorySeconds'), 75);
      assert.equal(said(tuner)[0], reason);
      await clock.pass(STEP_MS * 5);
      assert.equal(knobs.value('memorySeconds'), 75);
      assert.equal(tuner.snapshot().knobs[0]?.state, 'frozen');
    });
  }

  it('starts from the last sound values after a crash in the midst of a change', async () => {
    mistuned(75);
    const first = aTuner();
    await type(first, 58);
    assert.ok(knobs.value('memorySeconds') > 75);
    const crashed = text;
    first.dispose();
    text = crashed;
    const later = new Knobs();
    const second = aTuner('second', later);
    assert.equal(later.value('memorySeconds'), 75);
    assert.equal(second.snapshot().isElsewhere, true);
    await clock.pass(ROUND_MS * 4);
    assert.equal(second.snapshot().isElsewhere, false);
    assert.equal(said(second)[0], 'crashed');
    assert.equal(later.value('memorySeconds'), 75);
  });

  it('goes back to what is sound when it ends in the midst of a change, and lets another window tune', async () => {
    mistuned(75);
    const first = aTuner();
    await type(first, 58);
    first.dispose();
    assert.equal(knobs.value('memorySeconds'), 75);
    assert.equal(aTuner('second').snapshot().isElsewhere, false);
    assert.equal(JSON.parse(text ?? '').open, undefined);
  });

  it('takes over what another window has found, and tunes nothing meanwhile', async () => {
    mistuned(75);
    const own = new Knobs();
    const first = aTuner();
    const second = aTuner('second', own);
    await type(first, 120);
    assert.equal(own.value('memorySeconds'), knobs.value('memorySeconds'));
    assert.ok(own.value('memorySeconds') > 180);
    assert.equal(second.snapshot().isElsewhere, true);
  });

  it('undoes one knob for a week, or all for an hour', async () => {
    mistuned(450);
    const tuner = aTuner();
    assert.equal(tuner.undo('batchSize'), false);
    assert.equal(tuner.undo('memorySeconds'), true);
    assert.equal(knobs.value('memorySeconds'), 300);
    assert.deepEqual(said(tuner), ['user']);
    assert.deepEqual(JSON.parse(text ?? '').sound, {});
    assert.equal(tuner.undo('memorySeconds'), false);
    await clock.pass(6 * 24 * 3_600_000);
    assert.equal(tuner.snapshot().knobs[0]?.state, 'frozen');
    await clock.pass(24 * 3_600_000);
    assert.equal(tuner.snapshot().knobs[0]?.state, 'resting');
    tuner.dispose();
    mistuned(450);
    const other = aTuner('second');
    assert.equal(other.undo(), true);
    await clock.pass(3_600_000);
    assert.equal(other.snapshot().knobs[0]?.state, 'resting');
  });

  it('undoes a change that is on its way', async () => {
    mistuned(75);
    const tuner = aTuner();
    await type(tuner, 58);
    assert.equal(tuner.undo(), true);
    await clock.pass(STEP_MS * 5);
    assert.equal(knobs.value('memorySeconds'), 300);
  });

  it('lets go of a knob that the user sets meanwhile', async () => {
    mistuned(75);
    const tuner = aTuner();
    await type(tuner, 58);
    knobs.settle(new Map([['memorySeconds', 33]]));
    tuner.settled();
    await type(tuner, 30);
    assert.equal(knobs.value('memorySeconds'), 33);
    assert.equal(tuner.undo(), false);
    assert.equal(tuner.snapshot().knobs[0]?.isUsers, true);
  });

  it('begins nothing while the machine should be left alone', async () => {
    mistuned(75);
    isCalm = false;
    const tuner = aTuner();
    await type(tuner, 120);
    assert.equal(knobs.value('memorySeconds'), 75);
  });

  it('keeps every knob within its bounds, and what the user has set, whatever happens', async () => {
    const users = fc.uniqueArray(fc.constantFrom(...KNOBS), { maxLength: 3 });
    const happenings = fc.array(
      fc.constantFrom('type', 'fail', 'slow', 'false', 'undo', 'crash', 'batch'),
      {
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(users, happenings, async (set, all) => {
        [clock, knobs, asked] = [new FakeClock(), new Knobs(), 0];
        mistuned(75);
        knobs.settle(new Map(set.map((name): [KnobName, number] => [name, 1.5])));
        let tuner = aTuner();
        const check = () => {
          for (const name of KNOBS) {
            const { least, most } = knobTable[name];
            const value = knobs.value(name);
            if (set.includes(name)) assert.equal(value, 1.5);
            else assert.ok(value >= least && value <= most, `${name} ${value}`);
          }
        };
        for (const happening of all) {
          if (happening === 'type') await type(tuner, 30);
          if (happening === 'fail') tuner.called(10, true);
          if (happening === 'slow')
            for (let call = 0; call < 50; call++) tuner.called(9_999, false);
          if (happening === 'false') tuner.falseHit();
          if (happening === 'undo') tuner.undo();
          if (happening === 'batch')
            for (let call = 0; call < 60; call++) tuner.live.begin().end(100 + (call % 7), false);
          if (happening === 'crash') {
            const crashed = text;
            tuner.dispose();
            text = crashed;
            tuner = aTuner(String(asked++));
          }
          check();
        }
        tuner.dispose();
        assert.equal(clock.pending, 0);
        tuners = [];
      }),
      { numRuns: 15 },
    );
  });
});
