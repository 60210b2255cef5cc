import { strict as assert } from 'node:assert';
import { Recorder } from '../../../../server/src/metrics/collect/recorder.ts';
import { anEndpointState, aSnapshot } from '../../../../tools/testing/snapshots.ts';

describe('metrics', () => {
  it('is all zeros, and no NaN, before anything happened', () => {
    const snapshot = aSnapshot([], { endpoints: [anEndpointState()] });
    assert.doesNotMatch(JSON.stringify(snapshot), /NaN|null,"p50"/);
    assert.equal(snapshot.cache.hitRate, 0);
    assert.equal(snapshot.endpoints[0]?.errorRate, 0);
  });

  it('counts one event of each kind where it belongs', () => {
    const usage = { inputTokens: 30, outputTokens: 4 };
    const snapshot = aSnapshot(
      [
        { kind: 'completionSilent', reason: 'midWord' },
        { kind: 'completionServed', from: 'upstream', model: 'm', ms: 300, isNew: true },
        { kind: 'completionServed', from: 'trie', model: 'm', ms: 1, isNew: false },
        { kind: 'completionServed', from: 'memory', model: 'm', ms: 1, isNew: true },
        { kind: 'completionSilent', reason: 'knownEmpty', isKnown: true },
        { kind: 'completionAccepted' },
        { kind: 'actionRequested' },
        { kind: 'actionAnswered', from: 'memory', model: 'm', ms: 2 },
        { kind: 'actionApplied' },
        { kind: 'joined' },
        {
          kind: 'reused',
          endpointId: 'first',
          model: 'm',
          ms: 300,
          usage: { inputTokens: 30, outputTokens: 4 },
        },
        { kind: 'failedOver' },
        { kind: 'leftSlow', endpointId: 'first', isBack: false },
        { kind: 'chosen', endpointId: 'first', task: 'completion', reason: 'only' },
        { kind: 'tierHit', tier: 'memory', ms: 0.01 },
        { kind: 'tierMiss', tier: 'memory', ms: 0.01 },
        { kind: 'tierMiss', tier: 'memory', ms: 0.01 },
        { kind: 'tierWrite', tier: 'memory' },
        { kind: 'tierError', tier: 'memory' },
        { kind: 'sent', endpointId: 'first', model: 'm', task: 'completion' },
        { kind: 'firstText', endpointId: 'first', model: 'm', ms: 120 },
        { kind: 'answered', endpointId: 'first', model: 'm', ms: 200, usage },
        { kind: 'failed', endpointId: 'first', model: 'm', error: 'server' },
        { kind: 'cancelled', endpointId: 'first', model: 'm' },
        { kind: 'evaluated', endpointId: 'first', model: 'm', evaluated: 20, reused: 80 },
        { kind: 'readAhead', endpointId: 'first', model: 'm' },
        { kind: 'readAheadDone', endpointId: 'first', model: 'm', tokens: 500 },
      ],
      { endpoints: [anEndpointState()] },
    );
    const { completions, actions, upstream, cache, endpoints, latencyMs } = snapshot;
    assert.deepEqual(completions, {
      requested: 5,
      shown: 2,
      shownWithoutCall: 1,
      accepted: 1,
      servedLocally: 2,
      fromTrie: 1,
      fromInFlight: 0,
      fromWorkspace: 0,
      speculated: 0,
      speculationsUsed: 0,
      negativeHits: 1,
      gated: { midWord: 1, knownEmpty: 1 },
    });
    assert.deepEqual(actions, { requested: 1, applied: 1, servedLocally: 1 });
    assert.deepEqual(upstream, {
      requests: 1,
      errors: 1,
      retries: 1,
      tokensIn: 30,
      tokensOut: 4,
      cancelled: 1,
      saved: 2,
      tokensEvaluated: 20,
      tokensReused: 80,
      readAheads: 1,
    });
    const { hits, misses, writes, errors, hitRate } = cache.memory;
    assert.deepEqual([hits, misses, writes, errors, hitRate], [1, 2, 1, 1, 1 / 3]);
    assert.equal(endpoints[0]?.errorRate, 0.5);
    assert.ok(Math.abs((endpoints[0]?.ttftMs.p50 ?? 0) - 120) < 1.3);
    assert.deepEqual(
      [latencyMs.all.count, latencyMs.cached.count, latencyMs.upstream.count],
      [4, 3, 1],
    );
  });

  it('counts questions that were put again, and those of them that helped', () => {
    const recorder = new Recorder();
    recorder.record({ kind: 'actionAskedAgain', isCured: true });
    recorder.record({ kind: 'actionAskedAgain', isCured: false });
    assert.equal(recorder.tally.of('actionsAskedAgain'), 2);
    assert.equal(recorder.tally.of('actionsCured'), 1);
  });
});
