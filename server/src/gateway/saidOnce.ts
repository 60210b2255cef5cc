import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';

/** Several processes notice the same within this time: it is said once. */
const ONCE_MS = 60_000;
/** Sentences about one matter that are said in that time; how it stands then is said afterwards. */
const MAX_SAID = 4;
/** More different matters than anybody reads of. */
const MAX_KNOWN = 200;

interface Matter {
  /** Its sentence that was said last, and the one that holds now. */
  said: string;
  now: string;
  /** When something was said of it, within the last `ONCE_MS`. */
  times: number[];
  later?: Disposable | undefined;
}

/**
 * Says what processes have to say to whoever runs the gateway, and the same once a minute at most. Of what comes and goes, what was said last is how it
 * stands, after a minute at most.
 */
export class SaidOnce {
  readonly #clock: Clock;
  readonly #say: (sentence: string) => void;
  readonly #matters = new Map<string, Matter>();

  constructor(clock: Clock, say: (sentence: string) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  /** `about` is one name for all sentences of which only the last one holds: each is news where another one was said since. */
  readonly say = (sentence: string, about = sentence): void => {
    const matter = this.#matterOf(about, sentence);
    matter.now = sentence;
    const since = this.#clock.monotonic() - ONCE_MS;
    matter.times = matter.times.filter((at) => at > since);
    const [earliest] = matter.times;
    if (earliest === undefined) this.#tell(matter);
    else if (matter.said === sentence) return;
    else if (matter.times.length < MAX_SAID) this.#tell(matter);
    else matter.later ??= this.#clock.after(earliest - since, () => this.#tellLater(matter));
  };

  /** Under another configuration, everything is news. */
  forget(): void {
    for (const { later } of this.#matters.values()) later?.dispose();
    this.#matters.clear();
  }

  #matterOf(about: string, sentence: string): Matter {
    const known = this.#matters.get(about);
    if (known !== undefined) return known;
    if (this.#matters.size >= MAX_KNOWN) this.forget();
    const matter: Matter = { said: '', now: sentence, times: [] };
    this.#matters.set(about, matter);
    return matter;
  }

  #tellLater(matter: Matter): void {
    matter.later = undefined;
    if (matter.now !== matter.said) this.#tell(matter);
  }

  #tell(matter: Matter): void {
    matter.said = matter.now;
    matter.times.push(this.#clock.monotonic());
    this.#say(matter.now);
  }
}
