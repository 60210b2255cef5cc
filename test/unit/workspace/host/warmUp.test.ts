import { strict as assert } from 'node:assert';
import type { PredictionQuery } from '../../../../server/src/domain/predictor.ts';
import { Samples } from '../../../../server/src/workspace/host/warmUp.ts';

describe('Samples', () => {
  it('asks at some places of the first files that say enough, once', () => {
    const samples = new Samples();
    samples.offer('short', 'x'.repeat(100));
    for (let file = 0; file < 40; file++) samples.offer(`file${file}`, 'x'.repeat(5_000));
    const queries: PredictionQuery[] = [];
    const model = { predict: (query: PredictionQuery) => void queries.push(query) };
    samples.ask(model);
    samples.ask(model);
    assert.equal(queries.length, 48);
    assert.equal(new Set(queries.map(({ uri }) => uri)).size, 12);
    assert.ok(queries.every(({ prefix, suffix }) => prefix.length + suffix.length === 5_000));
  });
});
