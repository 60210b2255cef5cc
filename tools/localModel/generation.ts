import { type Clock, delay } from '../../server/src/base/clock.ts';
import type { Engine, KvSlot } from './engine.ts';
import { commonLength } from './slots.ts';

/** One request for a slot. */
export interface Task {
  readonly prompt: readonly number[];
  /** Negative for as many as the model says; 0 only evaluates the prompt. */
  readonly predict: number;
  readonly stops: readonly string[];
  /** Whether what the slot holds may be used. */
  readonly mayReuse: boolean;
  /** The answer instead of the model's own: its tokens are evaluated all the same. */
  readonly answer?: readonly number[] | undefined;
}

export interface Speed {
  /** Tokens that are evaluated at once; nothing is heard, and nobody can leave, in between. */
  readonly batchTokens: number;
  /** Unlimited without it. */
  readonly promptTokensPerSecond?: number | undefined;
}

/** How far a prompt has been evaluated, in tokens. */
export interface Progress {
  readonly total: number;
  readonly cache: number;
  readonly processed: number;
  readonly ms: number;
}

export interface Listener {
  /** The prompt has been evaluated: so many tokens, beside those that were reused. */
  readonly onPrompt: (evaluated: number, reused: number) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onText: (text: string) => void;
}

export interface Generated {
  readonly text: string;
  readonly reused: number;
  readonly evaluated: number;
  readonly promptMs: number;
  readonly predicted: number;
  readonly predictedMs: number;
  readonly ending: 'none' | 'eos' | 'limit' | 'word';
  readonly stoppingWord: string;
}

/** Of an answer whose length nobody limits. */
const MOST_TOKENS = 2_048;
const NEVER = new AbortController().signal;
const UNFINISHED_CHARACTER = '\uFFFD';

/** Evaluates prompts and writes answers in a slot, as llama-server does: at least one token of a prompt is evaluated. */
export class Generator {
  readonly #engine: Engine;
  readonly #speed: Speed;
  readonly #clock: Clock;

  constructor(engine: Engine, speed: Speed, clock: Clock) {
    this.#engine = engine;
    this.#speed = speed;
    this.#clock = clock;
  }

  /** Stops, with what there is, between two batches or tokens when the signal aborts. */
  async run(
    memory: KvSlot,
    task: Task,
    listener: Listener,
    signal: AbortSignal,
  ): Promise<Generated> {
    const began = this.#clock.monotonic();
    const { reused, evaluated, next } = await this.#prompt(memory, task, listener, signal);
    listener.onPrompt(evaluated, reused);
    const promptMs = this.#clock.monotonic() - began;
    const isOnlyPrompt = task.predict === 0 || signal.aborted;
    const answer = isOnlyPrompt
      ? ({ text: '', predicted: 0, ending: 'none', stoppingWord: '' } as const)
      : await this.#answer(memory, next, task, listener, signal);
    const predictedMs = this.#clock.monotonic() - began - promptMs;
    return { ...answer, reused, evaluated, promptMs, predictedMs };
  }

  async #prompt(
    memory: KvSlot,
    { prompt, mayReuse }: Task,
    { onProgress }: Listener,
    signal: AbortSignal,
  ): Promise<{ reused: number; evaluated: number; next: number }> {
    const { batchTokens, promptTokensPerSecond = Number.POSITIVE_INFINITY } = this.#speed;
    const common = mayReuse ? commonLength(memory.tokens, prompt) : 0;
    const reused = Math.min(common, prompt.length - 1);
    await memory.keep(reused);
    const began = this.#clock.monotonic();
    const tell = (processed: number) =>
      onProgress({
        total: prompt.length,
        cache: reused,
        processed,
        ms: this.#clock.monotonic() - began,
      });
    tell(reused);
    let at = reused;
    let next = 0;
    while (at < prompt.length && !signal.aborted) {
      const batch = prompt.slice(at, at + batchTokens);
      next = await memory.evaluate(batch);
      at += batch.length;
      const due = began + (1_000 * (at - reused)) / promptTokensPerSecond;
      const leftMs = due - this.#clock.monotonic();
      // Who leaves meanwhile leaves the server no less busy.
      if (leftMs > 0) await delay(this.#clock, leftMs, NEVER);
      tell(at);
    }
    return { reused, evaluated: at - reused, next };
  }

  async #answer(
    memory: KvSlot,
    first: number,
    { predict, stops, answer }: Task,
    { onText }: Listener,
    signal: AbortSignal,
  ): Promise<Pick<Generated, 'text' | 'predicted' | 'ending' | 'stoppingWord'>> {
    const { control } = this.#engine;
    const limit = predict < 0 ? MOST_TOKENS : predict;
    const said: number[] = [];
    let next = answer?.[0] ?? (answer === undefined ? first : control.end);
    let text = '';
    while (next !== control.end && !signal.aborted) {
      said.push(next);
      const whole = this.#engine.detokenize(said);
      const stop = firstOf(stops, whole);
      if (stop !== undefined) {
        const cut = whole.slice(0, whole.indexOf(stop));
        onText(cut.slice(text.length));
        return { text: cut, predicted: said.length, ending: 'word', stoppingWord: stop };
      }
      const ready = whole.slice(0, readyLength(stops, whole));
      if (ready.length > text.length) onText(ready.slice(text.length));
      text = ready;
      if (said.length >= limit) break;
      const likeliest = await memory.evaluate([next]);
      next = answer === undefined ? likeliest : (answer[said.length] ?? control.end);
    }
    const ending = next === control.end ? 'eos' : 'limit';
    const rest = this.#engine.detokenize(said).slice(text.length);
    if (rest !== '') onText(rest);
    return { text: text + rest, predicted: said.length, ending, stoppingWord: '' };
  }
}

/** The stop that a text holds first. */
function firstOf(stops: readonly string[], text: string): string | undefined {
  const [first] = stops
    .filter((stop) => text.includes(stop))
    .sort((one, other) => text.indexOf(one) - text.indexOf(other));
  return first;
}

/** How much of a text can be said: without the beginning of a stop, or of a character, at its end. */
function readyLength(stops: readonly string[], text: string): number {
  const end = text.endsWith(UNFINISHED_CHARACTER) ? text.length - 1 : text.length;
  const longest = Math.max(0, ...stops.map(({ length }) => length));
  for (let at = Math.max(0, end - longest); at < end; at++) {
    const tail = text.slice(at, end);
    if (stops.some((stop) => stop.startsWith(tail))) return at;
  }
  return end;
}
