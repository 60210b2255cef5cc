import { strict as assert } from 'node:assert';
import { normal } from '../../../server/src/base/normal.ts';
import { judgeWait } from '../../../server/src/tuning/ghosts/judgeWait.ts';
import { NeedTimes } from '../../../server/src/tuning/ghosts/needTimes.ts';
import { scaled, WaitTrace } from '../../../server/src/tuning/ghosts/waitTrace.ts';
import { seededRandom } from '../../../tools/random.ts';

/** Keys after some 200 ms, a model that needs some 450 ms: most calls are overtaken, and only the short times are seen. */
function typed(factor: number): { readonly trace: WaitTrace; readonly inTime: number } {
  const random = seededRandom(5);
  const trace = new WaitTrace();
  const waitMs = scaled(25, factor);
  let [now, inTime] = [0, 0];
  for (let index = 0; index < 4_000; index++) {
    const gapMs = 200 * Math.exp(0.35 * normal(random));
    const needMs = 450 * Math.exp(0.4 * normal(random));
    trace.begun({ at: now, now, usualMs: 25, waitMs, needMs: 450 });
    if (gapMs > waitMs + needMs) {
      inTime++;
      trace.shown(now + waitMs + needMs, false);
    }
    now += gapMs;
    trace.key(now);
  }
  return { trace, inTime };
}

describe('the times that models need', () => {
  const times = (ended: readonly number[], cut: readonly number[]) => {
    const needTimes = new NeedTimes();
    for (const share of ended) needTimes.add(share, false);
    for (const share of cut) needTimes.add(share, true);
    return needTimes.settle();
  };
  const about = (is: number, should: number) =>
    assert.ok(Math.abs(is - should) < 0.02, `${is}, not ${should}`);

  it('are what is expected before any call was waited for', () => {
    const { share, mean } = times([], []).ending(0, 2);
    assert.equal(share, 1);
    about(mean, 1.03);
    assert.equal(times([], []).ending(0, 1).share, 0);
    assert.equal(times([], []).ending(2, 3).share, 0);
  });

  it('are longer than those which were seen, where keys cut calls short', () => {
    const half = Array.from({ length: 400 }, () => 0.5);
    const late = Array.from({ length: 400 }, () => 2);
    about(times([...half, ...late], []).ending(0, 1).share, 0.5);
    // Half of them were cut short early: that says nothing of the others.
    const early = Array.from({ length: 800 }, () => 0.25);
    about(times([...half, ...late], early).ending(0, 1).share, 0.5);
    // Those that lasted longer were longer ones.
    about(times(half, late).ending(0, 1).share, 0.5);
    about(times(half, late).ending(1.5, 4).share, 0);
  });

  it('have no end where there was nothing to show', () => {
    const empty = Array.from({ length: 300 }, () => 3.9);
    const shown = Array.from({ length: 100 }, () => 1);
    const { share } = times(shown, empty).ending(0, Number.POSITIVE_INFINITY);
    about(share, 0.255);
  });
});

describe('a ghost of the wait under which most calls are overtaken', () => {
  it('knows how many suggestions another wait would have shown', () => {
    const long = typed(4);
    const short = typed(1);
    assert.ok(short.inTime > 3 * long.inTime);
    const more = (trace: WaitTrace) => trace.simulate(1).inTime / trace.simulate(4).inTime;
    const really = short.inTime / long.inTime;
    for (const { trace } of [long, short])
      assert.ok(Math.abs(more(trace) / really - 1) < 0.2, `${more(trace)}, not ${really}`);
  });

  it('leaves a wait that is four times too long', () => {
    const verdict = judgeWait(typed(4).trace, { from: 4, current: 4 });
    assert.ok(verdict !== undefined && verdict.target < 1.2, String(verdict?.target));
    assert.equal(judgeWait(typed(1).trace, { from: 1, current: 1 }), undefined);
  });
});
