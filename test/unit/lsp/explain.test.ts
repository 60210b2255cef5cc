import { strict as assert } from 'node:assert';
import { DecisionLog } from '../../../server/src/completion/decision/decisionLog.ts';
import { explain } from '../../../server/src/lsp/explain.ts';
import type { MetricsSnapshot } from '../../../server/src/protocol/snapshot.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpointState, aSnapshot } from '../../../tools/testing/snapshots.ts';

const URI = 'file:///project/a.ts';

function explained(
  reasons: readonly ('midWord' | 'undone')[],
  endpoint: Partial<ReturnType<typeof anEndpointState>> = {},
) {
  const decisions = new DecisionLog(new FakeClock(), () => undefined);
  for (const reason of reasons) {
    decisions.add(URI, { line: 3, character: 1 }, { kind: 'silent', reason, isKnown: false });
  }
  return explainedIn(aSnapshot([], { endpoints: [anEndpointState(endpoint)] }), decisions);
}

const explainedIn = (
  snapshot: MetricsSnapshot,
  decisions = new DecisionLog(new FakeClock(), () => undefined),
  exclusion?: 'secret',
) => {
  const actions = { exclusionOf: () => exclusion };
  const host = { decisions, metrics: { snapshot: () => snapshot }, actions };
  return explain(host as never, { uri: URI, line: 3 });
};

describe('the explanation of a line', () => {
  it('tells equal decisions in a row once, the newest first', () => {
    const { decisions, isEnabled } = explained(['midWord', 'undone', 'midWord', 'midWord']);
    assert.equal(isEnabled, true);
    assert.deepEqual(
      decisions.map(({ text, times }) => `${times} ${text}`),
      [
        '2 The cursor stands in the middle of a word.',
        '1 You have just undone or redone a change.',
        '1 The cursor stands in the middle of a word.',
      ],
    );
  });

  it('says why a file is not sent, where it is not', () => {
    const { excluded } = explainedIn(aSnapshot([]), undefined, 'secret');
    assert.match(excluded ?? '', /^Files of this name usually hold passwords or keys\./);
    assert.equal('excluded' in explainedIn(aSnapshot([])), false);
  });

  it('goes back twenty decisions', () => {
    assert.equal(explained(Array(30).fill('midWord')).decisions[0]?.times, 20);
  });

  const cases: [object, string][] = [
    [{}, 'is ready'],
    [{ lastError: 'timeout' }, 'is ready, but at the last request it'],
    [
      { state: 'unauthorized', lastError: 'unauthorized', lastSentence: 'No' },
      'refuses the API key (“No”); it is asked again',
    ],
    [{ state: 'retired', lastError: 'retired' }, '; it is not used'],
    [{ state: 'paused' }, 'is paused by you: nothing is sent to it until you run “Aurelis: Resume'],
    [{ state: 'open', lastError: 'timeout' }, '; it is paused for a while'],
    [
      { leftSlow: [{ task: 'completion', forMs: 24_100 }] },
      'is left for suggestions: slower than its equals, asked again in 25 s',
    ],
    [{ waitMs: 5_000 }, 'has reached its limit; it is used again in 5.0 s'],
  ];
  const choices = [
    { at: 3, task: 'completion', endpointId: 'first', reason: 'roundRobin' },
    { at: 5, task: 'completion', endpointId: 'second', reason: 'fit' },
    { at: 7, task: 'action', endpointId: 'first', reason: 'only' },
  ] as const;
  const asked = (...ids: readonly string[]) =>
    explainedIn(aSnapshot([], { choices, endpoints: ids.map((id) => anEndpointState({ id })) }));

  it('says of several endpoints which one was asked for a suggestion last, and why', () => {
    const text =
      'was asked for the last suggestion, because its equals are slow, at their limits, or failed a moment ago';
    assert.deepEqual(asked('first', 'second').lastAsked, { id: 'second', at: 5, text });
    assert.equal('lastAsked' in asked('second'), false);
    assert.equal('lastAsked' in explained([]), false);
  });

  for (const [endpoint, text] of cases) {
    it(`says of an endpoint like ${JSON.stringify(endpoint)}: ${text}`, () => {
      const [told] = explained([], endpoint).endpoints;
      assert.equal(told?.id, 'first');
      assert.ok(told?.text.includes(text), told?.text);
    });
  }
});
