import { strict as assert } from 'node:assert';
import { endpointView, sparkline, statusView } from '../../../client/src/statusView.ts';
import { duration } from '../../../server/src/protocol/wording.ts';
import { anEndpointState, aSnapshot } from '../../../tools/testing/snapshots.ts';

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

  it('says that no model is asked in a folder that is not trusted, and leads to where it is trusted', () => {
    const snapshot = aSnapshot([], { trusted: false });
    const { text, tooltip } = statusView('running', snapshot);
    assert.match(text, /^\$\(shield\) Aurelis/);
    assert.match(tooltip, /not trusted, so no model is asked.*\(command:aurelis\.manageTrust\)/);
    assert.deepEqual(endpointView('running', snapshot), {
      text: 'Aurelis: workspace',
      detail: 'no model is asked until you trust this folder',
      isBusy: false,
      isTrouble: false,
    });
    assert.doesNotMatch(statusView('running', aSnapshot()).tooltip, /trust/);
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

  it('counts down while a limit holds models back, and says so', () => {
    const endpoints = [anEndpointState({ waitMs: 42_000, lastError: 'rateLimited' })];
    const limited = aSnapshot([], { endpoints });
    assert.equal(statusView('running', limited).text, '$(clock) Aurelis 42 s');
    assert.equal(statusView('running', limited, 12_000).text, '$(clock) Aurelis 30 s');
    assert.match(statusView('running', limited).tooltip, /next call is possible in 42 s/);
    assert.deepEqual(
      [statusView('running', limited).limitedMs, statusView('running', limited, 50_000).limitedMs],
      [42_000, 0],
    );
    const other = aSnapshot([], { endpoints: [...endpoints, anEndpointState({ id: 'other' })] });
    assert.equal(statusView('running', other).limitedMs, 0);
    const hours = aSnapshot([], { endpoints: [anEndpointState({ waitMs: 20 * 3_600_000 })] });
    assert.equal(statusView('running', hours).text, '$(clock) Aurelis 20 h');
  });

  it('is degraded while something is wrong, with what that is', () => {
    const alert = {
      id: 'slow',
      severity: 'warning',
      title: 'Models answer slowly',
      why: 'p95 is 2.6 s.',
      since: 0,
    } as const;
    const wrong = aSnapshot([], {}, { alerts: [alert] });
    assert.match(statusView('running', wrong).text, /^\$\(warning\)/);
    assert.match(statusView('running', wrong).tooltip, /Models answer slowly/);
    const remedy = {
      kind: 'run',
      title: 'Set key',
      command: 'aurelis.setApiKey',
      argument: 'a|b',
    } as const;
    const told = statusView(
      'running',
      aSnapshot([], {}, { alerts: [{ ...alert, remedy }] }),
    ).tooltip;
    assert.ok(told.includes('[Set key](command:aurelis.setApiKey?%5B%22a%7Cb%22%5D)'));
    const hint = aSnapshot([], {}, { alerts: [{ ...alert, severity: 'info' }] });
    assert.match(statusView('running', hint).text, /^\$\(sparkle\)/);
  });

  it('draws the last minute as bars', () => {
    assert.equal(sparkline([0, 1, 2, 4, 8]), '▁▂▃▅█');
    assert.equal(sparkline([0, 0]), '');
    assert.equal(sparkline([]), '');
  });

  it('tells the language which endpoint answers', () => {
    const view = (endpoints: ReturnType<typeof anEndpointState>[]) =>
      endpointView('running', aSnapshot([], { endpoints }));
    assert.deepEqual(view([anEndpointState()]), {
      text: 'Aurelis: first',
      detail: 'ready',
      isBusy: false,
      isTrouble: false,
    });
    assert.equal(view([]).text, 'Aurelis: workspace');
    const resting = anEndpointState({ state: 'unauthorized' as never });
    assert.equal(view([resting, anEndpointState({ id: 'other' })]).text, 'Aurelis: other');
    const left = anEndpointState({ leftSlow: [{ task: 'completion', forMs: 9_000 }] });
    assert.equal(view([left, anEndpointState({ id: 'other' })]).text, 'Aurelis: other');
    assert.equal(view([left]).text, 'Aurelis: first');
    assert.equal(view([anEndpointState({ waitMs: 1 })]).detail, 'no model available now');
    assert.equal(view([anEndpointState({ inFlight: 1 })]).isBusy, true);
    assert.equal(endpointView('stopped', undefined).isTrouble, true);
  });

  it('writes durations as people read them', () => {
    assert.deepEqual([0, 0.02, 0.31, 12.4, 999, 1_540].map(duration), [
      '0 ms',
      '< 0.1 ms',
      '0.3 ms',
      '12 ms',
      '999 ms',
      '1.5 s',
    ]);
  });

  it('says of endpoints that the user has paused so, and leads to where they are used again', () => {
    const paused = anEndpointState({ id: 'a|b', state: 'paused' as never });
    const all = aSnapshot([], { endpoints: [paused] });
    const { text, tooltip } = statusView('running', all);
    assert.equal(text, '$(debug-pause) Aurelis');
    assert.match(
      tooltip,
      /Endpoint a\\\|b is paused by you\. \[Resume it\]\(command:aurelis\.resumeEndpoint\?%5B%22a%7Cb%22%5D\)/,
    );
    const { detail, isTrouble } = endpointView('running', all);
    assert.deepEqual([detail, isTrouble], ['models paused by you', false]);
    const beside = aSnapshot([], { endpoints: [paused, anEndpointState({ id: 'other' })] });
    assert.equal(statusView('running', beside).text, '$(sparkle) Aurelis');
    assert.match(statusView('running', beside).tooltip, /is paused by you/);
    assert.equal(endpointView('running', beside).text, 'Aurelis: other');
  });
});
