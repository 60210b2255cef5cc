import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';

/** Several processes notice the same within this time: it is said once. */
const ONCE_MS = 60_000;
/** Sentences about one matter that are said in that time; how it stands then is said afterwards. */
const MAX_SAID = 4;
/** Most sentences that are kept where there is no room yet: with how it stands then, as many as are said in that time. */
const MAX_UNSAID = MAX_SAID - 1;
/** More different matters than anybody reads of. */
const MAX_KNOWN = 200;

interface Matter {
  /** The sentence that was said last, and the one that holds now. */
  last: string;
  now: string;
  /** Those that were said within the last `ONCE_MS`, and when. */
  said: { readonly sentence: string; readonly at: number }[];
  /** Those that had no room yet, and were not said in that time: in the order in which they came. */
  readonly unsaid: Set<string>;
  later?: Disposable | undefined;
}

/**
 * Says what processes have to say to whoever runs the gateway, and the same once a minute at most. Of what comes and goes, what was said last is how it
 * stands, after a minute at most, or two where there is ever more to say. Before that is said once more, everything else is said once.
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
    this.#forgetOld(matter);
    if (matter.said.length === 0) matter.last = '';
    const isKnown = matter.said.some((each) => each.sentence === sentence);
    if (!isKnown && matter.unsaid.size < MAX_UNSAID) matter.unsaid.add(sentence);
    this.#tell(matter);
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
    const matter: Matter = { last: '', now: sentence, said: [], unsaid: new Set() };
    this.#matters.set(about, matter);
    return matter;
  }

  #forgetOld(matter: Matter): void {
    const since = this.#clock.monotonic() - ONCE_MS;
    matter.said = matter.said.filter(({ at }) => at > since);
  }

  /** Says as much as there is room for, and the rest later. */
  #tell(matter: Matter): void {
    this.#forgetOld(matter);
    for (let next = nextOf(matter); next !== undefined; next = nextOf(matter)) {
      const [earliest] = matter.said;
      const now = this.#clock.monotonic();
      if (earliest !== undefined && matter.said.length >= MAX_SAID) {
        matter.later ??= this.#clock.after(earliest.at + ONCE_MS - now, () => {
          matter.later = undefined;
          this.#tell(matter);
        });
        return;
      }
      matter.unsaid.delete(next);
      matter.last = next;
      matter.said.push({ sentence: next, at: now });
      this.#say(next);
    }
  }
}

/** How it stands now is said last. */
function nextOf({ unsaid, now, last }: Matter): string | undefined {
  const other = [...unsaid].find((each) => each !== now);
  return other ?? (unsaid.has(now) || now !== last ? now : undefined);
}
