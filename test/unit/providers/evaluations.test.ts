import { deepEqual, equal } from 'node:assert/strict';
import { evaluationOf } from '../../../server/src/providers/evaluations.ts';

describe('what an answer says of the evaluation of its prompt', () => {
  it("is read from llama.cpp's progress, once all is evaluated, without what was known", () => {
    const progress = { total: 500, cache: 380, time_ms: 960 };
    const event = (processed: number) => ({
      content: '',
      prompt_progress: { ...progress, processed },
    });
    equal(evaluationOf(event(440)), undefined);
    deepEqual(evaluationOf(event(500)), { tokens: 120, ms: 960, holdsKnown: false, reused: 380 });
  });

  it("is read from llama.cpp's timings, in its own and in OpenAI's form", () => {
    const timings = { prompt_n: 120, prompt_ms: 960.5, cache_n: 380 };
    const evaluation = { tokens: 120, ms: 960.5, holdsKnown: false, reused: 380 };
    deepEqual(evaluationOf({ content: '', stop: true, timings }), evaluation);
    deepEqual(evaluationOf({ choices: [], timings }), evaluation);
    const { cache_n: _, ...old } = timings;
    equal(evaluationOf({ timings: old })?.reused, undefined);
    equal(evaluationOf({ timings: { ...old, cache_n: -1 } })?.reused, undefined);
  });

  it("is read from Ollama's last event, in nanoseconds, with what was known", () => {
    const event = { response: '', done: true, prompt_eval_count: 26, prompt_eval_duration: 13e6 };
    deepEqual(evaluationOf(event), { tokens: 26, ms: 13, holdsKnown: true });
  });

  for (const event of [
    { content: 'a' },
    { prompt_progress: { total: 9, cache: 9, processed: 9, time_ms: 3 } },
    { prompt_progress: { total: 9, cache: 'x', processed: 9, time_ms: 3 } },
    { timings: { prompt_n: 1.5, prompt_ms: 3 } },
    { timings: { prompt_n: 20, prompt_ms: -3 } },
    { timings: { prompt_n: 20, prompt_ms: Number.NaN } },
    { timings: { prompt_n: 1e12, prompt_ms: 3 } },
    { timings: { prompt_n: 20, prompt_ms: 1e12 } },
    { prompt_eval_count: 20, prompt_eval_duration: '13' },
  ]) {
    it(`is nothing in ${JSON.stringify(event)}`, () => equal(evaluationOf(event), undefined));
  }
});
