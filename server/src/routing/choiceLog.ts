import type { Clock } from '../base/clock.ts';
import type { Choice } from '../domain/choice.ts';

/** Choices are kept up to this number, none for longer than five minutes. */
const KEPT = 200;
const KEPT_MS = 300_000;
/** Surfaces show so many. */
const SHOWN = 10;

/** The last choices of an endpoint, and why they were made: for whoever asks where the requests go. */
export class ChoiceLog {
  readonly #clock: Clock;
  readonly #choices: (Choice & { readonly since: number })[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(choice: Omit<Choice, 'at'>): void {
    this.#choices.push({ ...choice, at: this.#clock.now(), since: this.#clock.monotonic() });
    if (this.#choices.length > KEPT) this.#choices.shift();
  }

  /** The newest last, `count` at most. */
  last(count = SHOWN): readonly Choice[] {
    return this.#recent()
      .slice(-count)
      .map(({ since: _, ...choice }) => choice);
  }

  /** The part of all requests that an endpoint got, 0 to 1; `undefined` where there were none of late. */
  shareOf(endpointId: string): number | undefined {
    const recent = this.#recent();
    const own = recent.filter((choice) => choice.endpointId === endpointId);
    return recent.length === 0 ? undefined : own.length / recent.length;
  }

  #recent() {
    const from = this.#clock.monotonic() - KEPT_MS;
    return this.#choices.filter(({ since }) => since >= from);
  }
}
