import { strict as assert } from 'node:assert';
import { bodyContent, headContent } from '../../../media/panelContent.ts';
import { isCountingDown } from '../../../media/panelEndpoints.ts';
import { BUSY, BUSY_ENDPOINT } from '../../../tools/testing/busyHour.ts';
import { anEndpointState, aSnapshot } from '../../../tools/testing/snapshots.ts';

const textOf = (snapshot: ReturnType<typeof aSnapshot>): string =>
  JSON.stringify([headContent(snapshot), bodyContent(snapshot)]);

describe('panelContent', () => {
  it('has no absurd figure when empty, and says how to add a model', () => {
    const text = textOf(aSnapshot());
    assert.doesNotMatch(text, /NaN|Infinity|undefined|null/);
    assert.match(text, /aurelis\.endpoints/);
    assert.match(text, /Nothing has happened yet/);
  });

  it('shows what happened, and what it saved', () => {
    const price = { input: 1, output: 4, currency: 'USD' };
    const budget = { minute: { limit: 15, remaining: 3 }, day: { limit: 150, remaining: 0 } };
    const endpoint = anEndpointState({ id: BUSY_ENDPOINT, state: 'open' as never, budget });
    const text = textOf(aSnapshot(BUSY, { endpoints: [{ ...endpoint, price }] }));
    assert.match(
      text,
      /"Suggestions without a model call","value":"50 %","hint":"of 4 suggestions"/,
    );
    assert.match(text, /"Model calls saved","value":"2","hint":"3 made"/);
    assert.match(text, /"Tokens saved","value":"320","hint":"320 used"/);
    assert.match(text, /"Money saved","value":"0\.0004 USD","hint":"0\.0004 USD spent"/);
    assert.match(text, /"Calls per accepted suggestion","value":"3\.00"/);
    assert.match(
      text,
      /"paused after failures","100 %","209 ms","50 %","3 of 15 per minute, 0 of 150 per day"/,
    );
  });

  it('shows how much of the prompts was reused, where servers tell', () => {
    const of = { endpointId: BUSY_ENDPOINT, model: 'm' };
    const told = [
      ...BUSY,
      { kind: 'evaluated', ...of, evaluated: 25, reused: 75 } as const,
      { kind: 'readAhead', ...of } as const,
    ];
    assert.match(
      textOf(aSnapshot(told)),
      /"Prompts reused","value":"75 %","hint":"25 tokens evaluated; prompts read ahead: 1"/,
    );
    assert.doesNotMatch(textOf(aSnapshot(BUSY)), /Prompts reused/);
  });

  it('has an amount for each currency, and says how to get one', () => {
    const endpoint = (id: string, currency?: string) => ({
      ...anEndpointState({ id }),
      price: { input: 1, output: 4, currency },
    });
    const both = [endpoint(BUSY_ENDPOINT, 'USD'), endpoint('other', 'EUR')];
    const apart = textOf(aSnapshot(BUSY, { endpoints: both }));
    assert.match(apart, /"value":"0\.0004 USD","hint":"0\.0004 USD spent"/);
    assert.match(apart, /"value":"0\.0000 EUR","hint":"0\.0000 EUR spent"/);
    const unnamed = textOf(aSnapshot(BUSY, { endpoints: [endpoint(BUSY_ENDPOINT)] }));
    assert.match(unnamed, /"value":"0\.0004","hint":"0\.0004 spent; add a currency to the price"/);
    const unpriced = textOf(aSnapshot(BUSY, { endpoints: [anEndpointState()] }));
    assert.match(unpriced, /"Money saved","value":"–","hint":"add a price in aurelis\.endpoints"/);
    assert.doesNotMatch(textOf(aSnapshot(BUSY)), /Money/);
  });

  it('shows alerts and recommendations below the key figures, with what to do about them', () => {
    const remedy = { kind: 'run', title: 'Show the log', command: 'aurelis.showLog' } as const;
    const alert = { id: 'a', severity: 'warning', title: 'Bad', why: '9 of 10', since: 0 } as const;
    const advice = { id: 'b', priority: 'high', title: 'Better', why: '1 of 2', remedy } as const;
    const snapshot = aSnapshot(
      [],
      {},
      { alerts: [{ ...alert, remedy }], recommendations: [advice] },
    );
    const [figures, wrong, helpful] = headContent(snapshot);
    assert.equal(figures?.kind, 'keyFigures');
    assert.deepEqual(wrong, {
      kind: 'notices',
      title: 'Alerts',
      notices: [{ title: 'Bad', text: '9 of 10', tone: 'warning', remedy }],
    });
    assert.equal(helpful?.title, 'Recommendations');
  });

  it('lists the settings that have changed, and nothing while there are none', () => {
    const settings = [
      { name: 'completion.debounceMs', value: 90, usual: null },
      { name: 'completion.speculate', value: false, usual: true },
    ];
    const tables = (found: typeof settings) =>
      bodyContent(aSnapshot([], {}, { settings: found })).filter(
        ({ title }) => title === 'Changed settings',
      );
    assert.deepEqual(tables([]), []);
    assert.deepEqual(tables(settings), [
      {
        kind: 'table',
        title: 'Changed settings',
        columns: ['Setting', 'Now', 'Default'],
        rows: [
          ['aurelis.completion.debounceMs', '90', 'empty'],
          ['aurelis.completion.speculate', 'off', 'on'],
        ],
      },
    ]);
  });

  it('lists what happened last without any text', () => {
    const at = 0;
    const activity = [
      { at, kind: 'suggested', from: 'memory', ms: 2 },
      { at, kind: 'accepted' },
      { at, kind: 'action', from: 'upstream', ms: 900 },
      { at, kind: 'answered', endpoint: 'first', ms: 300, tokens: 20 },
      { at, kind: 'failed', endpoint: 'first', error: 'timeout' },
      { at, kind: 'cancelled', endpoint: 'first' },
      { at, kind: 'tierDown', from: 'disk' },
      { at, kind: 'tierUp', from: 'disk' },
      { at, kind: 'tierSetAside', from: 'disk' },
    ] as const;
    const text = textOf(aSnapshot([], {}, { activity }));
    for (const said of [
      'Suggestion from memory, 2.0 ms',
      'Code action from a model, 900 ms',
      'first answered in 300 ms, 20 tokens',
      'first takes too long to answer',
      'The disk cache works again',
    ]) {
      assert.ok(text.includes(said), said);
    }
  });

  describe('with several endpoints', () => {
    const shared = (more: object) => [
      anEndpointState({ id: 'fast', share: 0.9 }),
      anEndpointState({ id: 'slow', ...more }),
    ];
    const choices = [
      { at: 0, task: 'completion', endpointId: 'slow', reason: 'roundRobin' },
      { at: 1_000, task: 'action', endpointId: 'fast', reason: 'failover' },
    ] as const;
    const rowsOf = (title: string, snapshot: ReturnType<typeof aSnapshot>, ageMs = 0) =>
      bodyContent(snapshot, ageMs).flatMap((section) =>
        section.kind === 'table' && section.title === title ? section.rows : [],
      );

    it('shows who is left as slow, and counts down until it is asked again', () => {
      const leftSlow = [{ task: 'completion', forMs: 24_100 }] as const;
      const stateOf = (more: object, ageMs = 0) =>
        rowsOf('Endpoints', aSnapshot([], { endpoints: shared(more) }), ageMs)[1]?.[1];
      const left = 'left for suggestions: slower than its equals, asked again in';
      assert.equal(stateOf({ leftSlow }), `${left} 25 s`);
      assert.equal(stateOf({ leftSlow }, 20_000), `${left} 5 s`);
      assert.equal(stateOf({ leftSlow }, 24_100), 'ready');
      assert.equal(
        stateOf({ leftSlow, lastError: 'timeout' }),
        `takes too long to answer; ${left} 25 s`,
      );
      const both = [...leftSlow, { task: 'action', forMs: 180_000 }];
      assert.match(stateOf({ leftSlow: both }) ?? '', /25 s; left for fixes: .* in 3 min$/);
      const snapshot = aSnapshot([], { endpoints: shared({ leftSlow }) });
      assert.deepEqual(
        [isCountingDown(snapshot, 24_000), isCountingDown(snapshot, 24_100)],
        [true, false],
      );
      assert.equal(isCountingDown(aSnapshot([], { endpoints: shared({}) }), 0), false);
    });

    it('shows the share of each, and the last choices with their reasons, the newest first', () => {
      const snapshot = aSnapshot([], { endpoints: shared({}), choices });
      assert.deepEqual(
        rowsOf('Endpoints', snapshot).map((row) => row[3]),
        ['90 %', '–'],
      );
      assert.deepEqual(
        bodyContent(snapshot).flatMap((section) =>
          section.kind === 'list' && section.title === 'Last choices'
            ? section.lines.map((line) => line.replace(/^.* {2}/, ''))
            : [],
        ),
        [
          'fast for fixes, because another one failed',
          'slow for suggestions, because it was its turn',
        ],
      );
    });

    it('shows neither with one endpoint, nor choices where none were made', () => {
      const alone = textOf(aSnapshot([], { endpoints: [anEndpointState({ share: 1 })], choices }));
      assert.doesNotMatch(alone, /Last choices|Last 5 min/);
      assert.doesNotMatch(textOf(aSnapshot([], { endpoints: shared({}) })), /Last choices/);
    });
  });

  it('says of a paused endpoint who paused it, and how it is used again', () => {
    const endpoints = [anEndpointState({ state: 'paused' as never })];
    assert.match(textOf(aSnapshot([], { endpoints })), /paused by you; resume it with/);
  });
});
