import { strict as assert } from 'node:assert';
import { cacheReport } from '../../../client/src/cacheReport.ts';
import { endpointView, statusView } from '../../../client/src/statusView.ts';
import { whyPage } from '../../../client/src/whyPage.ts';
import { bodyContent, headContent } from '../../../media/panelContent.ts';
import { Metrics } from '../../../server/src/metrics/metrics.ts';
import type { Alert, Recommendation } from '../../../server/src/protocol/advice.ts';
import { visible } from '../../../server/src/protocol/plainText.ts';
import { defaultSettings } from '../../../server/src/settings/settings.ts';
import { BUSY } from '../../../tools/testing/busyHour.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { HOSTILE_TEXTS } from '../../../tools/testing/hostileTexts.ts';
import { aLiveState, anEndpointState, aSnapshot } from '../../../tools/testing/snapshots.ts';
import { activeIn, markupIn } from '../../support/markup.ts';

/** The links of our own; all run a command of ours. */
const OUR_LINK = /^command:aurelis\.\w+(?:\?[\w%.!~*'-]*)?$/;
/** Our own words that are set in bold or hold a drawing are no text from outside. */
const OUR_IMAGE = /^!\[[\w ]+\]\(data:image\/svg\+xml;base64,[\w+/=]*\)$/;

const isOurs = (markup: string): boolean => OUR_LINK.test(markup) || OUR_IMAGE.test(markup);

/** Each source of a text from outside, put into everything that shows it. */
function surfacesOf(name: string): { markdown: string[]; texts: string[] } {
  const remedy = {
    kind: 'run',
    title: name,
    command: 'aurelis.setApiKey',
    argument: name,
  } as const;
  const settings = { kind: 'openSettings', title: name, setting: name } as const;
  const alerts: Alert[] = [
    { id: 'a', severity: 'warning', title: name, why: name, since: 0, remedy },
    { id: 'b', severity: 'info', title: name, why: name, since: 0, remedy: settings },
  ];
  const recommendations: Recommendation[] = [
    { id: 'a', priority: 'high', title: name, why: name, remedy },
  ];
  const events = BUSY.map((event) => ({
    ...event,
    ...('endpointId' in event ? { endpointId: name } : {}),
    ...('model' in event ? { model: name } : {}),
    ...('error' in event ? { error: name } : {}),
  })) as typeof BUSY;
  const activity = [{ at: 0, kind: 'failed', from: name, endpoint: name, error: name }] as const;
  const changed = [{ name, value: name, usual: name }];
  const endpoints = [
    anEndpointState({ id: name, lastError: 'unauthorized', state: 'unauthorized' }),
    anEndpointState({ id: name, lastError: 'timeout' }),
    anEndpointState({ id: name, state: 'paused' as never }),
    anEndpointState({ id: name }),
  ];
  const beside = anEndpointState({ id: name, leftSlow: [{ task: 'action', forMs: 9 }] });
  const snapshots = endpoints.map((endpoint) =>
    aSnapshot(
      events,
      {
        endpoints: [{ ...endpoint, price: { input: 1, output: 1, currency: name } }, beside],
        choices: [{ at: 0, task: 'completion', endpointId: name, reason: 'only' }],
      },
      { alerts, recommendations, activity: [...activity], settings: changed } as never,
    ),
  );
  const views = snapshots.map((snapshot) => statusView('running', snapshot));
  const items = snapshots.map((snapshot) => endpointView('running', snapshot));
  const panel = snapshots.flatMap((snapshot) =>
    stringsIn([headContent(snapshot), bodyContent(snapshot)]).map((text) => visible(text, 1_000)),
  );
  const row = { tier: name, file: name, model: name, entries: 1, bytes: 1, oldest: 0, newest: 0 };
  const told = {
    isEnabled: false,
    isTrusted: false,
    decisions: [name, `${name}.`].map((text) => ({ at: 0, text, times: 2 })),
    endpoints: [{ id: name, text: name }],
    lastAsked: { id: name, at: 0, text: name },
  };
  return {
    markdown: [
      ...views.map(({ tooltip }) => tooltip),
      cacheReport({ rows: [row] }, 0),
      whyPage(1, told, 0),
      whyPage(1, { ...told, isTrusted: true }, 0),
      reportOf(name, events),
    ],
    texts: [
      ...views.map(({ text }) => text.replace(/^\$\([\w~-]+\) /, '')),
      ...items.flatMap(({ text, detail }) => [text, detail]),
    ].concat(panel.map((text) => text.replaceAll('](', '] (').replaceAll('$(', '$ ('))),
  };
}

function reportOf(name: string, events: typeof BUSY): string {
  const metrics = new Metrics({
    clock: new FakeClock(),
    live: () =>
      aLiveState({
        endpoints: [
          { ...anEndpointState({ id: name }), price: { input: 1, output: 1, currency: name } },
        ],
      }),
    settings: () => defaultSettings,
    onChanged: () => undefined,
  });
  for (const event of events) metrics.observe(event);
  const { markdown } = metrics.report('1h');
  metrics.dispose();
  return markdown;
}

/** All strings inside a value. */
const stringsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};

describe('a text from outside, on every surface of the editor', () => {
  for (const name of HOSTILE_TEXTS) {
    it(`is text: ${JSON.stringify(name)}`, () => {
      const { markdown, texts } = surfacesOf(name);
      for (const page of markdown) {
        assert.deepEqual(
          markupIn(page).filter((each) => !isOurs(each)),
          [],
          page,
        );
        assert.deepEqual(
          activeIn(
            page.replaceAll('\n', ' ').replace(/\$\((?:warning|info|clock|debug-pause)\)/g, ''),
          ).filter((each) => !each.startsWith('[') && !each.startsWith('![')),
          [],
          page,
        );
      }
      for (const text of texts) assert.deepEqual(activeIn(text), [], text);
    });
  }
});
