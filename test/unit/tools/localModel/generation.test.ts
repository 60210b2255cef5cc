import { strict as assert } from 'node:assert';
import type { Engine } from '../../../../tools/localModel/engine.ts';
import {
  type Generated,
  Generator,
  type Progress,
  type Task,
} from '../../../../tools/localModel/generation.ts';
import { simulatedEngine } from '../../../../tools/localModel/simulatedEngine.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

const never = new AbortController().signal;

interface Run {
  readonly task: Partial<Task>;
  readonly signal?: AbortSignal;
  readonly promptTokensPerSecond?: number;
}

describe('a generation', () => {
  let engine: Engine;
  let clock: FakeClock;
  let progress: Progress[];
  let texts: string[];
  let prompts: number[][];

  beforeEach(() => {
    engine = simulatedEngine(1);
    clock = new FakeClock();
    [progress, texts, prompts] = [[], [], []];
  });

  const run = ({ task, signal = never, promptTokensPerSecond }: Run): Promise<Generated> => {
    const [memory] = engine.slots;
    assert.ok(memory);
    const whole = { prompt: [9, 9, 9, 3], predict: -1, stops: [], mayReuse: true, ...task };
    const listener = {
      onPrompt: (evaluated: number, reused: number) => prompts.push([evaluated, reused]),
      onProgress: (each: Progress) => progress.push(each),
      onText: (text: string) => texts.push(text),
    };
    const speed = { batchTokens: 10, promptTokensPerSecond };
    return new Generator(engine, speed, clock).run(memory, whole, listener, signal);
  };

  it('evaluates what a slot does not hold, and at least one token', async () => {
    const prompt = [11, 12, 13, 14, 15];
    const first = await run({ task: { prompt, predict: 0 } });
    const again = await run({ task: { prompt, predict: 0 } });
    const parted = await run({ task: { prompt: [11, 12, 99, 14, 15], predict: 0 } });
    const anew = await run({ task: { prompt: [11, 12, 99, 14, 15], predict: 0, mayReuse: false } });
    assert.deepEqual(
      [first, again, parted, anew].map(({ reused, evaluated }) => [reused, evaluated]),
      [
        [0, 5],
        [4, 1],
        [2, 3],
        [0, 5],
      ],
    );
    assert.equal(engine.evaluated(), 14);
    assert.deepEqual(prompts, [
      [5, 0],
      [1, 4],
      [3, 2],
      [5, 0],
    ]);
  });

  it('says what the model says, to its end or a limit', async () => {
    const whole = await run({ task: {} });
    assert.deepEqual([whole.text, whole.ending, texts.join('')], ['result;\n', 'eos', whole.text]);
    const cut = await run({ task: { predict: 1 } });
    assert.deepEqual([cut.text, cut.ending, cut.predicted], ['result', 'limit', 1]);
  });

  it('says another answer, whose tokens the slot then holds', async () => {
    const answer = engine.tokenize('sum(a, b);\nnext', false);
    const { text } = await run({ task: { answer } });
    assert.equal(text, 'sum(a, b);\nnext');
    const more = { prompt: [9, 9, 9, 3, ...answer, 7], predict: 0 };
    assert.equal((await run({ task: more })).reused, 4 + answer.length);
    assert.equal((await run({ task: { answer: [] } })).text, '');
  });

  it('ends before a stop', async () => {
    const answer = engine.tokenize('one\ntwo\nthree', false);
    const { text, ending, stoppingWord } = await run({
      task: { answer, stops: ['\nth', '\ntwo'] },
    });
    assert.deepEqual([text, ending, stoppingWord], ['one', 'word', '\ntwo']);
    assert.equal(texts.join(''), 'one');
  });

  it('evaluates no faster than it may, a batch at a time', async () => {
    const prompt = Array.from({ length: 24 }, (_, index) => index + 20);
    const done = run({ task: { prompt, predict: 0 }, promptTokensPerSecond: 100 });
    await clock.pass(99);
    assert.deepEqual(
      progress.map(({ processed }) => processed),
      [0],
    );
    await clock.pass(1);
    assert.deepEqual(
      progress.map(({ processed }) => processed),
      [0, 10],
    );
    await clock.pass(140);
    assert.deepEqual(
      progress.map(({ processed }) => processed),
      [0, 10, 20, 24],
    );
    assert.equal((await done).promptMs, 240);
  });

  it('goes on to the end of a batch where nobody waits any longer, and keeps what it has evaluated', async () => {
    const leaving = new AbortController();
    const prompt = Array.from({ length: 24 }, (_, index) => index + 20);
    const task = { prompt };
    const done = run({ task, promptTokensPerSecond: 100, signal: leaving.signal });
    await clock.pass(50);
    leaving.abort();
    await clock.pass(50);
    const { evaluated, text } = await done;
    assert.deepEqual([evaluated, text, engine.slots[0]?.tokens.length], [10, '', 10]);
    assert.equal(clock.pending, 0);
  });
});
