import { strict as assert } from 'node:assert';
import { duration, statusView } from '../../../client/src/statusView.ts';
import { anEndpointState, aSnapshot } from '../../support/snapshots.ts';

const served = (from: 'upstream' | 'memory', ms: number) =>
  ({ kind: 'completionServed', from, model: 'm', ms, isNew: true }) as const;

describe('statusView', () => {
  it('shows hit rate and p95 once there is something to show', () => {
    assert.equal(statusView('running', aSnapshot()).text, '$(sparkle) Aurelis');
    const snapshot = aSnapshot([
      served('upstream', 400),
      served('memory', 1),
      served('memory', 1),
      served('memory', 1),
    ]);
    assert.match(
      statusView('running', snapshot).text,
      /^\$\(sparkle\) Aurelis 75% · (39|40)\d ms$/,
    );
  });

  it('says what state it is in', () => {
    assert.match(statusView('starting', undefined).text, /loading/);
    assert.match(statusView('running', undefined).text, /loading/);
    assert.match(statusView('stopped', aSnapshot()).text, /warning/);
    assert.match(statusView('stopped', aSnapshot()).tooltip, /command:aurelis.restartServer/);
    assert.match(statusView('running', aSnapshot([], { enabled: false })).text, /circle-slash/);
    const busy = aSnapshot([], { endpoints: [anEndpointState({ inFlight: 1 })] });
    assert.match(statusView('running', busy).text, /loading/);
  });

  it('says quietly that an endpoint cannot be reached', () => {
    const snapshot = aSnapshot([], { endpoints: [anEndpointState({ lastError: 'unreachable' })] });
    const { text, tooltip, severity } = statusView('running', snapshot);
    assert.match(text, /^\$\(warning\)/);
    assert.match(tooltip, /Endpoint first cannot be reached/);
    assert.equal(severity, 'none');
  });

  it('leads to where a refused key is set', () => {
    const endpoints = [anEndpointState({ id: 'a|b', lastError: 'unauthorized' })];
    const { tooltip } = statusView('running', aSnapshot([], { endpoints }));
    assert.match(
      tooltip,
      /Endpoint a\\\|b refuses the API key\. \[Set API Key\]\(command:aurelis\.setApiKey\?%5B%22a%7Cb%22%5D\)/,
    );
  });

  it('writes durations as people read them', () => {
    assert.deepEqual([0.31, 12.4, 999, 1_540].map(duration), [
      '0.3 ms',
      '12 ms',
      '999 ms',
      '1.5 s',
    ]);
  });
});
