import { strict as assert } from 'node:assert';
import { warming } from '../../../media/panelWarming.ts';
import { reportText } from '../../../server/src/metrics/export/reportText.ts';
import { Metrics } from '../../../server/src/metrics/metrics.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import type { WarmingEvent } from '../../../server/src/warming/events.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aLiveState, aSnapshot } from '../../../tools/testing/snapshots.ts';

const EVENTS: readonly WarmingEvent[] = [
  { kind: 'warmed', cause: 'opened', count: 4 },
  { kind: 'warmedUsed', cause: 'opened' },
  { kind: 'warmedUnused', cause: 'opened' },
  { kind: 'warmed', cause: 'asked', count: 1 },
  { kind: 'warmingAsked' },
  { kind: 'warmingAnswered', tokens: 70 },
  { kind: 'connectedAhead' },
];
const STOPPED = {
  state: 'stopped',
  precision: 0.1,
  stopped: { reason: 'unused', precision: 0.1, since: 5 },
} as const;

describe('warming, as it is shown', () => {
  it('says nothing while nothing was warmed', () => {
    assert.deepEqual(warming(aSnapshot()), []);
  });

  it('says in the panel what was warmed, by cause, and what of it was used', () => {
    const [table, ...others] = warming(
      aSnapshot(EVENTS, { warming: { state: 'on', precision: 0.25 } }),
    );
    assert.deepEqual(others, []);
    assert.deepEqual(table, {
      kind: 'table',
      title:
        'Prepared answers (model calls: 1, prompts read ahead: 0; of those ahead 25 % were used of late)',
      columns: ['Answers', 'Prepared', 'Used', 'Not used in time'],
      rows: [
        ['For the open file', '4', '1', '1'],
        ['Ahead, by a model call', '1', '0', '0'],
      ],
    });
  });

  it('says why it has stopped, and what to do', () => {
    const texts = JSON.stringify(warming(aSnapshot([], { warming: STOPPED })));
    assert.match(texts, /only 10 % of the answers that it prepared were used.*Warm Ahead Again/);
    const stopped = { reason: 'noHabits', precision: 0.3, since: 1 } as const;
    const other = aSnapshot([], { warming: { ...STOPPED, stopped } });
    assert.match(
      JSON.stringify(warming(other)),
      /30 % of its guesses .* about as many as by chance/,
    );
  });

  it('is in the report, and counts as nothing of the user', () => {
    const clock = new FakeClock();
    const metrics = new Metrics({
      clock,
      live: () => aLiveState({ at: clock.now(), warming: STOPPED }),
      settings: () => parseSettings({}).settings,
      onChanged: () => undefined,
    });
    for (const event of EVENTS) metrics.observe(event);
    const { report } = metrics.report('1h');
    assert.match(
      reportText(report),
      /## Warming[\s\S]*For the open file[\s\S]*switched itself off/,
    );
    const { completions, upstream, cache, warming: told, savings } = metrics.snapshot();
    assert.deepEqual(
      [completions.requested, upstream.requests, upstream.tokensIn, upstream.saved, savings.calls],
      [0, 0, 0, 0, 0],
    );
    assert.deepEqual([cache.memory.hits, cache.memory.misses], [0, 0]);
    assert.deepEqual([told.calls, told.tokens, told.connected], [1, 70, 1]);
    metrics.dispose();
  });
});
