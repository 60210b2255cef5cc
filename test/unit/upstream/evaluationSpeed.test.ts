import { equal } from 'node:assert/strict';
import { EvaluationSpeed } from '../../../server/src/upstream/evaluationSpeed.ts';
import { aRequest } from '../../../tools/testing/requests.ts';

const evaluated = (tokens: number, ms: number) => ({ tokens, ms, holdsKnown: false });
const told = (tokens: number, ms: number) => ({ tokens, ms, holdsKnown: true });
const prompt = (prefix: string, suffix = '') =>
  aRequest({ input: { kind: 'infill', prefix, suffix } });
const letters = (of: string) => prompt(of.repeat(400));

describe('EvaluationSpeed', () => {
  it('is not known before anything was measured', () => {
    equal(new EvaluationSpeed().msPerToken, undefined);
  });

  it('is the median of the last prompts, whatever is said once', () => {
    const speed = new EvaluationSpeed();
    for (const ms of [100, 300, 200]) speed.sent(letters('a')).measured(evaluated(100, ms));
    equal(speed.msPerToken, 2);
    speed.sent(letters('a')).measured(evaluated(400, 600_000));
    equal(speed.msPerToken, 2);
    speed.sent(letters('a')).measured(evaluated(1e8, 1));
    equal(speed.msPerToken, 2);
  });

  it('follows a machine that has become slower', () => {
    const speed = new EvaluationSpeed();
    for (let call = 0; call < 20; call++) speed.sent(letters('a')).measured(evaluated(400, 400));
    for (let call = 0; call < 5; call++) speed.sent(letters('a')).measured(evaluated(400, 4_000));
    equal(speed.msPerToken, 10);
  });

  it('ignores prompts of a few tokens, which cost what a call costs', () => {
    const speed = new EvaluationSpeed();
    speed.sent(letters('a')).measured(evaluated(2, 60));
    speed.sent(letters('b')).measured(told(15, 60));
    speed.sent(letters('c')).guessed(15, 60);
    equal(speed.msPerToken, undefined);
  });

  it('leaves out what the prompt before had in common, where known tokens are counted, too', () => {
    for (const tell of ['measured', 'guessed'] as const) {
      const speed = new EvaluationSpeed();
      const say = (request: ReturnType<typeof prompt>, tokens: number, ms: number): void => {
        const sent = speed.sent(request);
        if (tell === 'measured') sent.measured(told(tokens, ms));
        else sent.guessed(tokens, ms);
      };
      say(prompt('a'.repeat(3_600)), 900, 9_000);
      equal(speed.msPerToken, 10);
      // 3,600 of 4,000 characters are known by now: one hundred tokens are evaluated.
      for (let call = 0; call < 20; call++) {
        say(prompt('a'.repeat(3_600), String(call).repeat(400).slice(0, 400)), 1_000, 1_000);
        equal(Math.round(speed.msPerToken ?? 0), 10);
      }
    }
  });

  it('counts no prompt after one that was given up: nobody knows how much of that was evaluated', () => {
    const speed = new EvaluationSpeed();
    speed.sent(letters('a')).measured(told(100, 1_000));
    speed.sent(letters('b'));
    speed.sent(letters('b')).measured(told(100, 5));
    equal(speed.msPerToken, 10);
    speed.sent(letters('c')).measured(told(100, 100_000));
    speed.sent(letters('d')).measured(told(100, 2_000));
    equal(speed.msPerToken, 20);
  });

  it('guesses only while the server has said nothing', () => {
    const speed = new EvaluationSpeed();
    for (const letter of 'abcdefghi') speed.sent(letters(letter)).guessed(100, 700);
    equal(speed.msPerToken, 7);
    speed.sent(letters('a')).measured(told(100, 300));
    equal(speed.msPerToken, 3);
    speed.sent(letters('b')).measured(evaluated(100, 200));
    equal(speed.msPerToken, 2);
  });
});
