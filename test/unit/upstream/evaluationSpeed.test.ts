import { equal } from 'node:assert/strict';
import { EvaluationSpeed } from '../../../server/src/upstream/evaluationSpeed.ts';

const evaluated = (tokens: number, ms: number) => ({ tokens, ms, holdsKnown: false });
const told = (tokens: number, ms: number) => ({ tokens, ms, holdsKnown: true });

describe('EvaluationSpeed', () => {
  it('is not known before anything was measured', () => {
    equal(new EvaluationSpeed().msPerToken, undefined);
  });

  it('is the median of the last prompts, whatever is said once', () => {
    const speed = new EvaluationSpeed();
    for (const ms of [100, 300, 200]) speed.measured(evaluated(100, ms));
    equal(speed.msPerToken, 2);
    speed.measured(evaluated(400, 600_000));
    equal(speed.msPerToken, 2);
    speed.measured(evaluated(1e8, 1));
    equal(speed.msPerToken, 2);
  });

  it('follows a machine that has become slower', () => {
    const speed = new EvaluationSpeed();
    for (let call = 0; call < 20; call++) speed.measured(evaluated(400, 400));
    for (let call = 0; call < 5; call++) speed.measured(evaluated(400, 4_000));
    equal(speed.msPerToken, 10);
  });

  it('ignores prompts of a few tokens, which cost what a call costs', () => {
    const speed = new EvaluationSpeed();
    speed.measured(evaluated(2, 60));
    speed.measured(told(15, 60));
    speed.guessed(15, 60);
    equal(speed.msPerToken, undefined);
  });

  it('believes the dearest count but one where known tokens are counted, too', () => {
    const speed = new EvaluationSpeed();
    for (const ms of [9_000, 800, 10, 20, 5]) speed.measured(told(100, ms));
    equal(speed.msPerToken, 8);
  });

  it('forgets counts of long ago', () => {
    const speed = new EvaluationSpeed();
    for (const ms of [900, 900, ...new Array(8).fill(100)]) speed.measured(told(100, ms));
    equal(speed.msPerToken, 1);
  });

  it('guesses only while the server has said nothing', () => {
    const speed = new EvaluationSpeed();
    for (let call = 0; call < 9; call++) speed.guessed(100, 700);
    equal(speed.msPerToken, 7);
    speed.measured(told(100, 300));
    equal(speed.msPerToken, 3);
    speed.measured(evaluated(100, 200));
    equal(speed.msPerToken, 2);
  });
});
