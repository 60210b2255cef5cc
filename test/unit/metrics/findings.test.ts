import { strict as assert } from 'node:assert';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { AnomalyDetector } from '../../../server/src/metrics/judge/anomalyDetector.ts';
import { recommend } from '../../../server/src/metrics/judge/recommendations.ts';
import { scoreOf } from '../../../server/src/metrics/judge/score.ts';
import { trendOf } from '../../../server/src/metrics/judge/trend.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { anEndpointState, aTally } from '../../../tools/testing/snapshots.ts';

describe('AnomalyDetector', () => {
  const noise = (index: number) => [-1, 0.4, 0.8, -0.5, 0.1, -0.9, 1.1][index % 7] ?? 0;
  function learnt(): AnomalyDetector {
    const detector = new AnomalyDetector();
    for (let index = 0; index < 40; index++) detector.add(10 + noise(index), 0.5);
    return detector;
  }

  it('learns what is usual before it judges', () => {
    const detector = new AnomalyDetector();
    for (let index = 0; index < 11; index++) assert.equal(detector.add(index * 100, 1), 'learning');
    assert.equal(learnt().verdict, 'usual');
    assert.ok(Math.abs(learnt().usual - 10) < 0.5);
  });

  it('finds a jump within three windows, and its end', () => {
    const detector = learnt();
    for (let index = 0; index < 3; index++) detector.add(20, 0.5);
    assert.equal(detector.verdict, 'jump');
    for (let index = 0; index < 3; index++) detector.add(10, 0.5);
    assert.equal(detector.verdict, 'usual');
  });

  it('finds a drift, not one wild value, and nothing that got better', () => {
    const drifting = learnt();
    let windows = 0;
    while (drifting.verdict === 'usual' && windows < 100) drifting.add(10 + 0.05 * windows++, 0.5);
    assert.equal(drifting.verdict, 'drift');
    const wild = learnt();
    assert.equal(wild.add(16, 0.5), 'usual');
    const better = learnt();
    for (let index = 0; index < 50; index++) better.add(1, 0.5);
    assert.equal(better.verdict, 'usual');
  });

  it('takes what stays for the new usual', () => {
    const detector = learnt();
    for (let index = 0; index < 120; index++) detector.add(30 + noise(index), 0.5);
    assert.equal(detector.verdict, 'usual');
    assert.ok(Math.abs(detector.usual - 30) < 1);
  });
});

describe('trendOf', () => {
  it('is the change from beginning to end, whatever one value does', () => {
    const values = [100, 110, 120, 130, 9_000, 150, 160];
    const { change = 0, agreement = 0 } = trendOf(values) ?? {};
    assert.ok(Math.abs(change - 60 / 130) < 0.01);
    assert.ok(agreement > 0.8);
    assert.equal(trendOf([1, 2, 3]), undefined);
    assert.equal(trendOf([0, 0, 0, 0, 0, 0]), undefined);
  });
});

describe('scoreOf', () => {
  it('is one on target, two at most, and the mean over categories', () => {
    const onTarget = { p50: 0.5, p95: 1, p99: 2, hitRate: 0.7, missLatency: 0.1, cpu: 0.7 };
    assert.equal(scoreOf(onTarget).score, 1);
    const { score, rows } = scoreOf({ p50: 0.001, requestsPerSecond: 500 });
    assert.deepEqual(
      rows.map(({ ratio }) => ratio),
      [2, 0.5],
    );
    assert.equal(score, 1.25);
    assert.equal(scoreOf({}).score, undefined);
  });
});

describe('recommend', () => {
  const model = { endpointId: 'first', model: 'm' };
  const usage = { inputTokens: 30, outputTokens: 4 };
  const times = (count: number, event: MetricsEvent): MetricsEvent[] => Array(count).fill(event);
  const adviceFor = (
    events: readonly MetricsEvent[],
    {
      settings = {},
      memoryEntries = 0,
      day = null as null | { limit: number; remaining: number },
    } = {},
  ) =>
    recommend({
      day: aTally(events),
      settings: parseSettings(settings).settings,
      endpoints: [anEndpointState({ budget: { minute: null, day } })],
      memoryEntries,
    });
  const missed = times(120, {
    kind: 'completionServed',
    from: 'upstream',
    model: 'm',
    ms: 300,
    isNew: false,
  });

  it('says nothing where all is well', () => {
    assert.deepEqual(
      adviceFor(
        times(200, { kind: 'completionServed', from: 'trie', model: 'm', ms: 1, isNew: false }),
      ),
      [],
    );
  });

  it('tells what would raise a low hit rate, and does it', () => {
    const [off] = adviceFor(missed, { settings: { cache: { disk: { enable: false } } } });
    assert.deepEqual(
      [off?.id, off?.priority, off?.remedy],
      [
        'hitRate',
        'high',
        { kind: 'set', title: 'Turn on', setting: 'aurelis.cache.disk.enable', value: true },
      ],
    );
    const [full] = adviceFor(missed, { memoryEntries: 1_000 });
    assert.equal(full?.remedy.kind === 'set' && full.remedy.value, 2_000);
    const [else_] = adviceFor(missed);
    assert.equal(else_?.remedy.kind, 'openSettings');
  });

  it('tells of slow answers and slow models, as the design does', () => {
    const events = [
      ...times(30, {
        kind: 'completionServed',
        from: 'upstream',
        model: 'm',
        ms: 2_500,
        isNew: true,
      }),
      ...times(30, { kind: 'answered', ...model, ms: 3_500, usage }),
    ];
    const advice = adviceFor(events);
    assert.deepEqual(
      advice.map(({ priority, id }) => [priority, id]),
      [
        ['medium', 'p95'],
        ['medium', 'mean first m'],
      ],
    );
    assert.match(advice[1]?.why ?? '', /3\.5 s on average/);
  });

  it('tells what else would help, each from its own figures', () => {
    const left = [
      ...times(60, { kind: 'sent', ...model, task: 'completion' }),
      ...times(40, { kind: 'cancelled', ...model }),
    ];
    assert.deepEqual(adviceFor(left), []);
    const fixed = { completion: { debounceMs: 50 } };
    assert.equal(adviceFor(left, { settings: fixed })[0]?.id, 'debounce');
    const spent = { limit: 150, remaining: 0 };
    assert.equal(adviceFor([], { day: spent })[0]?.id, 'speculate');
    const shown = times(250, {
      kind: 'completionServed',
      from: 'trie',
      model: 'm',
      ms: 1,
      isNew: true,
    });
    assert.equal(adviceFor(shown)[0]?.id, 'maxLines');
    const none = {
      day: aTally([]),
      settings: parseSettings({}).settings,
      endpoints: [],
      memoryEntries: 0,
    };
    assert.equal(recommend(none)[0]?.id, 'noModel');
  });
});
