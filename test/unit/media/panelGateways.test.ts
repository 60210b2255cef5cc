import { strict as assert } from 'node:assert';
import { statusView } from '../../../client/src/statusView.ts';
import { bodyContent } from '../../../media/panelContent.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { reportText } from '../../../server/src/metrics/export/reportText.ts';
import { Metrics } from '../../../server/src/metrics/metrics.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aLiveState, anEndpointState, aSnapshot } from '../../../tools/testing/snapshots.ts';

const ANNOUNCED = {
  models: [
    { name: 'qwen2.5-coder', inputTokens: 4_000, outputTokens: 500, fills: true, chats: false },
    { name: 'talker', chats: true },
  ],
  moreModels: 3,
  limits: [
    { of: 'requests', per: 'minute', limit: 60, remaining: 52 },
    { of: 'tokens', per: 'day', limit: 2_000_000, remaining: 1_900_000.7 },
    { of: 'money', per: 'month', limit: 20, remaining: 12.5 },
  ],
} as const;
const LEFT =
  '52 of 60 requests per minute, 1900k of 2000k tokens per day, 12.50 of 20.00 in money per month';
const MODELS =
  'qwen2.5-coder (fills in the middle, requests up to 4000 tokens, answers up to 500 tokens), talker, 3 more';
const CACHE = '1 of 2 answers (50 %), at no cost';

const call = { endpointId: 'team', model: 'm' };
const usage = { inputTokens: 1_000_000, outputTokens: 0 };
const none = { inputTokens: 0, outputTokens: 0 };
const EVENTS: MetricsEvent[] = [
  { kind: 'sent', ...call, task: 'completion' },
  { kind: 'answered', ...call, ms: 300, usage },
  { kind: 'sent', ...call, task: 'completion' },
  { kind: 'answered', ...call, ms: 9, usage: none, isFree: true },
];
const price = { input: 2, output: 2, currency: 'EUR' };
const endpoints = (announced: object = ANNOUNCED) => [
  anEndpointState({ id: 'team', price, announced: { ...ANNOUNCED, ...announced } }),
  anEndpointState({ id: 'other' }),
];
const sectionOf = (title: string, list: ReturnType<typeof endpoints>) =>
  bodyContent(aSnapshot(EVENTS, { endpoints: list })).find((each) => each.title === title);
const rowsOf = (title: string, list: ReturnType<typeof endpoints>) => {
  const section = sectionOf(title, list);
  assert.ok(section?.kind === 'table');
  return section.rows;
};

describe('a gateway, as it is shown', () => {
  it('has its models, and what came from its cache, in the panel', () => {
    assert.deepEqual(rowsOf('Gateways', endpoints()), [['team', CACHE, MODELS]]);
    const empty = endpoints({ models: [], moreModels: 0 });
    assert.equal(rowsOf('Gateways', empty)[0]?.[2], 'none for this key yet');
    const one = aSnapshot(EVENTS.slice(0, 2), { endpoints: endpoints() });
    assert.match(JSON.stringify(bodyContent(one)), /"none of 1 answers"/);
    assert.equal(sectionOf('Gateways', [anEndpointState()]), undefined);
  });

  it('has the limits of the key in the row of its endpoint', () => {
    const cells = rowsOf('Endpoints', endpoints()).map((row) => row.at(-1));
    assert.deepEqual(cells, [LEFT, 'no limit']);
    const budget = { minute: { limit: 9, remaining: 4 }, day: null };
    const [first] = endpoints({ limits: ANNOUNCED.limits.slice(0, 1) });
    const both = [{ ...first, ...anEndpointState({ ...first, budget }) }];
    assert.equal(
      rowsOf('Endpoints', both)[0]?.at(-1),
      '4 of 9 per minute, 52 of 60 requests per minute',
    );
  });

  it('names few models, and counts the others', () => {
    const models = Array.from({ length: 12 }, (_, at) => ({ name: `m${at}` }));
    const text = rowsOf('Gateways', endpoints({ models }))[0]?.[2];
    assert.equal(text, 'm0, m1, m2, m3, m4, m5, m6, m7, 7 more');
  });

  it('costs nothing where its cache had the answer', () => {
    const { savings, upstream } = aSnapshot(EVENTS, { endpoints: endpoints() });
    assert.deepEqual([savings.spent, upstream.requests, upstream.tokensIn], [2, 2, 1_000_000]);
  });

  it('is in the hover, and in the report', () => {
    const { tooltip } = statusView('running', aSnapshot(EVENTS, { endpoints: endpoints() }));
    assert.ok(tooltip.includes('Gateway team: left: 52 of 60 requests per minute'), tooltip);
    assert.match(tooltip, /From its cache: 1 of 2 answers/);
    const free = aSnapshot([], { endpoints: endpoints({ limits: [] }) });
    const none = statusView('running', free).tooltip;
    assert.match(none, /no limits for this key\. From its cache: no answers yet/);
    assert.doesNotMatch(statusView('running', aSnapshot()).tooltip, /Gateway/);
    const four = aSnapshot([], {
      endpoints: Array.from({ length: 4 }, endpoints).map(([each]) => each ?? anEndpointState()),
    });
    assert.equal(statusView('running', four).tooltip.match(/Gateway team/g)?.length, 3);

    const clock = new FakeClock();
    const metrics = new Metrics({
      clock,
      live: () => aLiveState({ endpoints: endpoints() }),
      settings: () => parseSettings({}).settings,
      onChanged: () => undefined,
    });
    for (const event of EVENTS) metrics.observe(event);
    const text = reportText(metrics.report('1h').report);
    assert.match(text, /## Gateways\n+\|[^\n]*\n[^\n]*\n\| team \| 52 of 60 requests per minute/);
    assert.match(text, /1 of 2 answers \(50 %\), at no cost/);
    metrics.dispose();
  });
});
