import { strict as assert } from 'node:assert';
import { statusView } from '../../../client/src/statusView.ts';
import { bodyContent, headContent } from '../../../media/panelContent.ts';
import { reportText } from '../../../server/src/metrics/export/reportText.ts';
import { Metrics } from '../../../server/src/metrics/metrics.ts';
import { offeredRemedies } from '../../../server/src/protocol/offeredRemedies.ts';
import type { PressureSnapshot } from '../../../server/src/protocol/pressure.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aLiveState, aSnapshot } from '../../../tools/testing/snapshots.ts';
import { panelSnapshots } from '../../support/panelStates.ts';

const SHORT: PressureSnapshot = { level: 'spare', share: 0.82, steps: 2, since: 1_800_000_000_000 };

/** All of the panel as one text. */
const shown = (pressure: PressureSnapshot) =>
  JSON.stringify(headContent(aSnapshot([], { pressure })));

describe('pressure, as it is shown', () => {
  it('says nothing while there is enough', () => {
    assert.doesNotMatch(shown({ ...SHORT, level: 'calm' }), /emory is|Short of memory/);
  });

  it('says since when, how much is used, and nothing that this contradicts', () => {
    const text = shown(SHORT);
    assert.ok(text.includes(`since ${new Date(SHORT.since).toLocaleTimeString()}`));
    assert.match(text, /82 % of the memory .*nothing is asked ahead.*memoryMegabytes/);
    // A level is left only some way below where it begins.
    assert.doesNotMatch(text, /85 %/);
  });

  it('is in the report, and in the hover of the status bar with a way to the setting', () => {
    const clock = new FakeClock();
    const metrics = new Metrics({
      clock,
      live: () => aLiveState({ pressure: SHORT }),
      settings: () => parseSettings({}).settings,
      onChanged: () => undefined,
    });
    assert.match(
      reportText(metrics.report('1h').report),
      /\*\*Short of memory\.\*\* 82 % of the memory/,
    );
    metrics.dispose();
    const { tooltip } = statusView('running', aSnapshot([], { pressure: SHORT }));
    assert.match(tooltip, /Short of memory\. 82 %.*command:aurelis\.openSettings/);
    assert.doesNotMatch(statusView('running', aSnapshot()).tooltip, /Short of memory/);
  });
});

describe('the buttons of the panel', () => {
  it('are all among those that the extension does', () => {
    const stopped = { reason: 'unused', precision: 0.1, since: 5 } as const;
    const short = aSnapshot([], {
      pressure: SHORT,
      warming: { state: 'stopped', precision: 0.1, stopped },
    });
    const snapshots = [...Object.values(panelSnapshots()), short];
    const counts = snapshots.map((snapshot) => {
      const sections = [...headContent(snapshot), ...bodyContent(snapshot)];
      const notices = sections.flatMap((each) => (each.kind === 'notices' ? each.notices : []));
      const buttons = notices.flatMap(({ remedy }) => remedy ?? []);
      assert.deepEqual(buttons, offeredRemedies(snapshot));
      return buttons.length;
    });
    assert.deepEqual(counts, [0, 1, 0, 3, 2]);
  });
});
