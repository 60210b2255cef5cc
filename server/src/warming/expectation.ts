import type { Clock } from '../base/clock.ts';
import type { AheadCalls } from './aheadCalls.ts';
import { type Habits, HORIZON_MS, type Spot } from './habits.ts';
import type { AskedKey } from './usage.ts';
import type { UsageHistory } from './usageHistory.ts';

/** Spots that are looked at, and answers that are kept near for them at most (the design's number). */
const MAX_SPOTS = 10;
const MAX_ANSWERS = 50;
/** Answers of a file that are looked at. */
const OF_FILE = 50;
/** How sure it must be that a spot is visited within the hour. */
const LEAST_SURE = 0.8;
/** Of a spot, the one that was asked last of those whose lines stand there yet: three in ten are asked again (measured). */
const NEWEST = 1;
/** Visits from which something must have been learnt before a guess is held to account. */
const LEAST_LEARNT = 50;

interface ExpectationTools {
  readonly clock: Clock;
  readonly habits: Habits;
  readonly history: Pick<UsageHistory, 'ofFile'>;
  /** Copies answers into memory; gives those that were. */
  readonly promote: (keys: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The places whose lines stand in a file now; `undefined` for one that is not open. */
  readonly standing: (file: string) => Promise<ReadonlySet<string> | undefined>;
  readonly calls: AheadCalls | undefined;
  /** An answer was asked for, and is of use until a moment. */
  readonly fetched: (key: string, until: number) => void;
}

type Answer = AskedKey & { readonly file: string };

/** Warms what habit says is asked for next: from the disk what stands there, from models what does not and is likely enough. */
export class Expectation {
  readonly #tools: ExpectationTools;
  /** Answers that were asked for since are remembered as suggestions. */
  readonly #begunAt: number;
  #asking: AbortController | undefined;

  constructor(tools: ExpectationTools) {
    this.#tools = tools;
    this.#begunAt = tools.clock.now();
  }

  /** The surest guess, and a blind one by chance (0 to 1), once enough was learnt to make them. */
  guesses(now: number, chance: number): { surest: Spot; blind: Spot } | undefined {
    const { habits } = this.#tools;
    const [surest] = habits.learnt < LEAST_LEARNT ? [] : habits.expected(now, 1);
    const blind = habits.anyone(chance);
    return surest === undefined || blind === undefined ? undefined : { surest, blind };
  }

  async warm(): Promise<void> {
    const { clock, promote, calls } = this.#tools;
    const answers = await this.#answers(clock.now());
    const former = answers.filter(({ last }) => last < this.#begunAt);
    const near = await promote(former.map(({ key }) => key));
    if (calls === undefined || this.#asking !== undefined) return;
    const missing = answers.filter(({ key, kind }) => kind === 'completion' && !near.has(key));
    await this.#ask(missing, calls);
  }

  dispose(): void {
    this.#asking?.abort();
  }

  /** The answers of the spots that are expected, those of the surest one first. */
  async #answers(now: number): Promise<Answer[]> {
    const { habits, history, standing } = this.#tools;
    const answers: Answer[] = [];
    for (const { file, kind, confidence } of habits.expected(now, MAX_SPOTS)) {
      if (confidence < LEAST_SURE || answers.length >= MAX_ANSWERS) break;
      const places = await standing(file);
      if (places === undefined) continue;
      const there = history
        .ofFile(file, OF_FILE)
        .filter((answer) => answer.kind === kind && places.has(answer.place))
        .sort((one, other) => other.last - one.last)
        .slice(0, NEWEST);
      answers.push(...there.map((answer) => ({ ...answer, file })));
    }
    return answers.slice(0, MAX_ANSWERS);
  }

  async #ask(answers: readonly Answer[], calls: AheadCalls): Promise<void> {
    const { clock, fetched } = this.#tools;
    const asking = new AbortController();
    this.#asking = asking;
    for (const { file, place } of answers) {
      if (!calls.mayCall || asking.signal.aborted) break;
      const key = await calls.fetch(file, place, asking.signal);
      if (key !== undefined) fetched(key, clock.now() + HORIZON_MS);
    }
    this.#asking = undefined;
  }
}
