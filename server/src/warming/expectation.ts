import type { Clock } from '../base/clock.ts';
import type { AheadCalls } from './aheadCalls.ts';
import { frequencyAt } from './decay.ts';
import { type Expected, type Habits, HORIZON_MS } from './habits.ts';
import type { AskedKey } from './usage.ts';
import type { UsageHistory } from './usageHistory.ts';

/** Spots that are looked at, answers that are kept near for them at most (the design's number), and how many of one file. */
const MAX_SPOTS = 10;
const MAX_ANSWERS = 50;
const OF_SPOT = 25;
/** How sure it must be that a spot is visited within the hour, and that an answer is used. */
const LEAST_SURE = { spot: 0.5, answer: 0.35, call: 0.5 };
/** Visits that a place or an answer has as long as nothing is known of it. */
const DOUBT = 1;
/** Visits from which something must have been learnt before a guess is held to account. */
const LEAST_LEARNT = 50;

interface ExpectationTools {
  readonly clock: Clock;
  readonly habits: Habits;
  readonly history: Pick<UsageHistory, 'ofFile'>;
  /** Copies answers into memory; gives those that were. */
  readonly promote: (keys: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly calls: AheadCalls | undefined;
  /** An answer was asked for, and is of use until a moment. */
  readonly fetched: (key: string, until: number) => void;
}

type Answer = AskedKey & { readonly file: string; readonly confidence: number };

/** Warms what habit says is asked for next: from the disk what stands there, from models what does not and is likely enough. */
export class Expectation {
  readonly #tools: ExpectationTools;
  #asking: AbortController | undefined;

  constructor(tools: ExpectationTools) {
    this.#tools = tools;
  }

  /** The surest guess, once enough was learnt to make one. */
  surest(now: number): Expected | undefined {
    const { habits } = this.#tools;
    return habits.learnt < LEAST_LEARNT ? undefined : habits.expected(now, 1)[0];
  }

  async warm(): Promise<void> {
    const { clock, promote, calls } = this.#tools;
    const answers = this.#answers(clock.now());
    const likely = answers.filter(({ confidence }) => confidence >= LEAST_SURE.answer);
    const near = await promote(likely.map(({ key }) => key));
    if (calls === undefined || this.#asking !== undefined) return;
    const missing = answers.filter(
      ({ key, kind, confidence }) =>
        kind === 'completion' && confidence >= LEAST_SURE.call && !near.has(key),
    );
    await this.#ask(missing, calls);
  }

  dispose(): void {
    this.#asking?.abort();
  }

  /** The answers of the spots that are expected, the surest first. */
  #answers(now: number): Answer[] {
    const { habits, history } = this.#tools;
    return habits
      .expected(now, MAX_SPOTS)
      .filter(({ confidence }) => confidence >= LEAST_SURE.spot)
      .flatMap((spot) => {
        const visits = habits.frequencyOf(spot, now) + DOUBT;
        return history
          .ofFile(spot.file, OF_SPOT)
          .filter(({ kind }) => kind === spot.kind)
          .map((answer) => {
            const share = Math.min(1, frequencyAt(answer.rank, now) / visits);
            return { ...answer, file: spot.file, confidence: spot.confidence * share };
          });
      })
      .sort((one, other) => other.confidence - one.confidence)
      .slice(0, MAX_ANSWERS);
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
