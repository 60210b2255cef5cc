import { strict as assert } from 'node:assert';
import { panelContent } from '../../../media/panelContent.ts';
import { anEndpointState, aSnapshot } from '../../support/snapshots.ts';

describe('panelContent', () => {
  it('has no absurd figure when empty, and says how to add a model', () => {
    const text = JSON.stringify(panelContent(aSnapshot()));
    assert.doesNotMatch(text, /NaN|Infinity|undefined/);
    assert.match(text, /aurelis\.endpoints/);
  });

  it('shows what happened', () => {
    const snapshot = aSnapshot(
      [
        { kind: 'completionServed', from: 'memory', model: 'm', ms: 2, isNew: true },
        { kind: 'sent', endpointId: 'first', model: 'm', task: 'completion' },
        {
          kind: 'reused',
          endpointId: 'first',
          model: 'm',
          ms: 300,
          usage: { inputTokens: 30, outputTokens: 4 },
        },
      ],
      {
        endpoints: [
          anEndpointState({
            state: 'open',
            budget: { minute: { limit: 15, remaining: 3 }, day: { limit: 150, remaining: 0 } },
          }),
        ],
      },
    );
    const text = JSON.stringify(panelContent(snapshot));
    assert.match(text, /"Without a call","value":"100 %"/);
    assert.match(text, /"Calls","value":"1","hint":"1 saved"/);
    assert.match(text, /\["first","resting after failures","–","0 %","3 of 15, today 0 of 150"\]/);
  });
});
