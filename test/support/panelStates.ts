import type { Choice } from '../../server/src/domain/choice.ts';
import type { MetricsEvent } from '../../server/src/metrics/collect/recorder.ts';
import { Recorder } from '../../server/src/metrics/collect/recorder.ts';
import { Windows } from '../../server/src/metrics/collect/windows.ts';
import { historyOf } from '../../server/src/metrics/export/history.ts';
import type { LiveEndpoint } from '../../server/src/metrics/export/snapshot.ts';
import type { History, HistoryRange } from '../../server/src/protocol/history.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import { seededRandom } from '../../tools/random.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { anEndpointState, aSnapshot } from '../../tools/testing/snapshots.ts';

const MINUTE = 60_000;
const local = { endpointId: 'local', model: 'qwen2.5-coder:7b' };

/** Returns the events of a minute of work; `slowness` 1 is usual. */
function minuteOf(random: () => number, slowness: number, failing: number): MetricsEvent[] {
  const { model } = local;
  const usage = { inputTokens: 900, outputTokens: 24 };
  const events: MetricsEvent[] = [];
  for (let request = 0; request < 6 + 8 * random(); request++) {
    const ms = slowness * 300 * Math.exp(random() - 0.5);
    const isKnown = random() < 0.72;
    events.push({ kind: isKnown ? 'tierHit' : 'tierMiss', tier: 'memory', ms: 0.02 });
    if (isKnown) {
      events.push({ kind: 'reused', ...local, ms, usage });
      events.push({
        kind: 'completionServed',
        from: 'memory',
        model,
        ms: 0.5 + random(),
        isNew: true,
      });
      continue;
    }
    events.push({ kind: random() < 0.3 ? 'tierHit' : 'tierMiss', tier: 'disk', ms: 0.2 });
    events.push({ kind: 'sent', ...local, task: 'completion' });
    if (random() < failing) {
      events.push({ kind: 'failed', ...local, error: 'timeout' });
      events.push({ kind: 'completionSilent', reason: 'failed' });
      continue;
    }
    events.push({ kind: 'firstText', ...local, ms: ms * 0.6 });
    events.push({ kind: 'answered', ...local, ms, usage });
    events.push({ kind: 'completionServed', from: 'upstream', model, ms, isNew: true });
    if (random() < 0.4) events.push({ kind: 'completionAccepted' });
  }
  return events;
}

function eventsOf(minutes: number, slowness: number, failing: number): MetricsEvent[] {
  const random = seededRandom(4);
  return Array.from({ length: minutes }, () => minuteOf(random, slowness, failing)).flat();
}

const endpoint = (changes: Partial<LiveEndpoint>): LiveEndpoint => ({
  ...anEndpointState(),
  id: 'local',
  ...changes,
});

/** The newest last. */
const sharedChoices = (at: number): readonly Choice[] =>
  (
    [
      ['desktop in the cellar', 'roundRobin'],
      ['local', 'fit'],
      ['second account', 'weightedResponseTime'],
      ['local', 'newPrompt'],
      ['local', 'warm'],
      ['second account', 'failover'],
      ['local', 'preferred'],
      ['local', 'hedge'],
      ['second account', 'learned'],
      ['local', 'only'],
    ] as const
  ).map(([endpointId, reason], index) => ({
    at: at - 2_300 * (9 - index),
    task: index === 5 ? 'action' : 'completion',
    endpointId,
    reason,
  }));

/** The panel's snapshot with nothing done yet, after an hour's work, with equal endpoints, and in trouble. */
export function panelSnapshots(): Record<'empty' | 'busy' | 'shared' | 'broken', MetricsSnapshot> {
  const at = 1_800_000_000_000;
  const busy = eventsOf(60, 1, 0.01);
  const activity = [
    { at, kind: 'suggested', from: 'memory', ms: 1.2 },
    { at: at - 4_000, kind: 'accepted' },
    { at: at - 5_000, kind: 'suggested', from: 'upstream', ms: 320 },
    { at: at - 5_200, kind: 'answered', endpoint: 'local', ms: 410, tokens: 924 },
    { at: at - 9_000, kind: 'cancelled', endpoint: 'local' },
  ] as const;
  const price = { input: 0.4, output: 1.6, currency: 'USD' };
  const budget = { minute: { limit: 15, remaining: 9 }, day: { limit: 1_000, remaining: 830 } };
  const tiers = {
    memory: { entries: 412, bytes: 780_000 },
    disk: { entries: 6_120, bytes: 21_000_000 },
  };
  return {
    empty: aSnapshot([], { at }),
    busy: aSnapshot(
      busy,
      {
        at,
        tiers,
        endpoints: [
          endpoint({ inFlight: 1, price, budget, share: 0.98 }),
          endpoint({ id: 'spare', share: 0.02, budget: { minute: null, day: null } }),
        ],
        workspace: { state: 'ready', files: 1_204, tokens: 812_000 },
      },
      {
        activity,
        recommendations: [
          {
            id: 'p95',
            priority: 'medium',
            title: 'Use a smaller, faster model for completions',
            why: 'The p95 of 214 answers in the last day is 2.4 s; the target is 2.0 s.',
            remedy: {
              kind: 'openSettings',
              title: 'Set completionModel',
              setting: 'aurelis.endpoints',
            },
          },
        ],
      },
    ),
    shared: aSnapshot(
      busy,
      {
        at,
        tiers,
        endpoints: [
          endpoint({ share: 0.72 }),
          endpoint({ id: 'second account', share: 0.25, budget }),
          endpoint({
            id: 'desktop in the cellar',
            share: 0.03,
            leftSlow: [{ task: 'completion', forMs: 60_000 }],
          }),
        ],
        choices: sharedChoices(at),
      },
      { activity },
    ),
    broken: aSnapshot(
      eventsOf(60, 6, 0.5),
      {
        at,
        tiers,
        endpoints: [
          endpoint({ state: 'open', lastError: 'timeout' }),
          endpoint({
            id: 'a hosted model with a long name',
            state: 'unauthorized',
            lastError: 'unauthorized',
          }),
        ],
      },
      {
        activity: [
          { at, kind: 'failed', endpoint: 'local', error: 'timeout' },
          { at: at - 3_000, kind: 'tierDown', from: 'disk' },
        ],
        alerts: [
          {
            id: 'errors',
            severity: 'warning',
            title: 'Many model calls fail',
            why: '57 of 114 model calls failed; up to 10 % is acceptable.',
            since: at - 5 * MINUTE,
            remedy: { kind: 'run', title: 'Show the log', command: 'aurelis.showLog' },
          },
          {
            id: 'key',
            severity: 'warning',
            title: '"a hosted model with a long name" refuses the API key',
            why: 'It is not used until it has a valid key.',
            since: at - 9 * MINUTE,
            remedy: {
              kind: 'run',
              title: 'Set API key',
              command: 'aurelis.setApiKey',
              argument: 'x',
            },
          },
          {
            id: 'unusual latency',
            severity: 'info',
            title: 'Models answer more slowly than usual',
            why: 'The usual time of 310 ms suddenly rose to 1.9 s.',
            since: at - 2 * MINUTE,
            remedy: { kind: 'run', title: 'Show the log', command: 'aurelis.showLog' },
          },
        ],
      },
    ),
  };
}

/** A history that belongs to one of them. */
export function panelHistory({ at, upstream }: MetricsSnapshot, range: HistoryRange): History {
  const clock = new FakeClock();
  clock.wallOffsetMs = at - 60 * MINUTE;
  const windows = new Windows(clock);
  const recorder = new Recorder();
  const random = seededRandom(8);
  const isInterrupted = upstream.errors > upstream.requests / 4;
  let wallMs = 0;
  for (let minute = 0; minute < 60 && upstream.requests > 0; minute++) {
    const bad = isInterrupted && minute > 40;
    recorder.tally = windows.tally;
    // People pause.
    const events = minute % 17 === 5 ? [] : minuteOf(random, bad ? 6 : 1, bad ? 0.6 : 0.01);
    for (const event of events) recorder.record(event);
    wallMs += MINUTE;
    clock.wallOffsetMs = at - 60 * MINUTE + wallMs;
    windows.tick();
  }
  clock.wallOffsetMs = at;
  return historyOf(windows, range, at);
}
