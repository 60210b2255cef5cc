import type { Clock } from '../../server/src/base/clock.ts';
import type { RequestBuilder } from '../../server/src/completion/context/requestBuilder.ts';
import type { DocumentStore } from '../../server/src/documents/documentStore.ts';
import type {
  Generate,
  Generation,
  GenerationRequest,
} from '../../server/src/domain/generation.ts';
import { surroundingsOf } from '../../server/src/domain/generation.ts';
import { wholeText } from '../../server/src/domain/stopRule.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import type { AskModel, Assistant, EditorState, Shown } from './assistant.ts';
import type { EditorSide } from './editorSide.ts';
import { product } from './product.ts';
import { Returns } from './returns.ts';
import { Rhythm } from './rhythm.ts';
import { isOnSameLine, lastLine, type Standing, standingAfter } from './standing.ts';

/** VS Code waits so long after a key before it asks. */
const EDITOR_WAIT_MS = 50;
/** First words of a model: log-normal. Then so many characters in each piece. */
const TTFT_MS = 350;
const TTFT_SPREAD = 0.5;
const PIECE_MS = 50;
const PIECE_LENGTH = 16;

/** The results of a session in time, in milliseconds. */
export interface Timings {
  /** From a key to the suggestion after it, for whatever was shown. */
  readonly toGhost: number[];
  /** The same by where the suggestion came from. */
  readonly bySource: Map<string, number[]>;
  /** Where nothing was stored: from the key to the call, if one had to be begun, */
  readonly debounce: number[];
  /** the same where the key parted from what stood, which may be a slip and is given time to be taken back, */
  readonly debounceBeside: number[];
  /** and from the moment at which the first whole line was there (and asked for) to its show. */
  readonly overhead: number[];
  /** Suggestions that came back after they had been waved away. */
  returned: number;
  /** Calls for what follows a suggestion that stood, and those whose answer was shown. */
  speculated: number;
  speculationsUsed: number;
}

export const emptyTimings = (): Timings => ({
  toGhost: [],
  bySource: new Map(),
  debounce: [],
  debounceBeside: [],
  overhead: [],
  returned: 0,
  speculated: 0,
  speculationsUsed: 0,
});

/** One call as it streamed: when it began, at which length of the text, and when each piece came. */
interface Streamed {
  readonly begunAt: number;
  readonly offset: number;
  readonly text: string;
  readonly firstAt: number;
}

/** Writes requests in place of the product's windows, and hears of those that are sent. */
export interface PromptWatch {
  readonly requestsFor?: (
    documents: DocumentStore,
    clock: Clock,
  ) => Pick<RequestBuilder, 'requestAt'>;
  readonly onRequest?: (request: GenerationRequest) => void;
}

/** The product with every wait in it, in virtual time: the editor's, its own, the model's, the user's. */
export class TimedOurs implements Assistant {
  readonly name = 'ours, in time';
  readonly #clock = new FakeClock();
  readonly #rhythm = new Rhythm(20_231);
  readonly #timings: Timings;
  readonly #product: EditorSide;
  readonly #onRequest: PromptWatch['onRequest'];
  readonly #streams: Streamed[] = [];
  readonly #returns = new Returns();
  #ask: AskModel = () => '';
  #state: EditorState | undefined;
  #controller = new AbortController();
  /** Where the last suggestion came from. */
  #source = '';
  /** Whether the last key was another than what stood. */
  #hasParted = false;
  #shown: Standing | undefined;

  constructor(timings: Timings, { requestsFor, onRequest }: PromptWatch = {}) {
    this.#timings = timings;
    this.#onRequest = onRequest;
    this.#product = product({
      clock: this.#clock,
      ...(requestsFor && {
        requestsFor: (documents) => requestsFor(documents, this.#clock),
      }),
      generate: (request, context) => this.#generate(request, context),
      debounceMs: null,
      ttftMs: () => TTFT_MS,
      speculate: true,
      observe: (event) => {
        if (event.kind === 'completionServed') this.#source = event.from;
        if (event.kind === 'speculated') timings.speculated++;
        if (event.kind === 'speculationUsed') timings.speculationsUsed++;
      },
    });
  }

  /** Follows an event, and lets the time pass until the next one. */
  async suggest(state: EditorState, ask: AskModel): Promise<Shown | undefined> {
    this.#ask = ask;
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#returns.key(state, this.#clock.monotonic());
    this.#typeOn(state);
    this.#returns.look(state, this.#shown, this.#clock.monotonic());
    this.#state = state;
    this.#product.follow(state);
    const keyAt = this.#clock.monotonic();
    const { signal } = this.#controller;
    this.#clock.after(EDITOR_WAIT_MS, () => {
      if (signal.aborted) return;
      this.#product.request(state, signal).then(
        (item) => this.#arrived(item, state, keyAt),
        () => undefined,
      );
    });
    await this.#clock.pass(this.#rhythm.gapMs());
    return this.#shown;
  }

  accepted(): void {
    if (this.#shown !== undefined) this.#product.accepted(this.#shown.id);
    this.#shown = undefined;
  }

  #typeOn(state: EditorState): void {
    const former = this.#shown;
    this.#shown = standingAfter(former, this.#state, state);
    const isOver = former !== undefined && this.#shown === undefined;
    this.#hasParted = isOver && isOnSameLine(this.#state, state);
  }

  #arrived(
    item: (Shown & { readonly id: string }) | undefined,
    state: EditorState,
    keyAt: number,
  ): void {
    const now = this.#clock.monotonic();
    this.#shown = item && { ...item, linePrefix: lastLine(state.before) };
    const former = this.#returns.count;
    this.#returns.look(state, this.#shown, now);
    this.#timings.returned += this.#returns.count - former;
    if (item === undefined) return;
    this.#timings.toGhost.push(now - keyAt);
    const { bySource } = this.#timings;
    const times = bySource.get(this.#source) ?? [];
    bySource.set(this.#source, times);
    times.push(now - keyAt);
    const askedAt = keyAt + EDITOR_WAIT_MS;
    if (now === askedAt) return;
    const stream = this.#streams.findLast(
      ({ begunAt, offset }) => begunAt <= now && offset <= state.before.length,
    );
    if (stream === undefined) return;
    if (stream.begunAt >= askedAt) {
      const { debounce, debounceBeside } = this.#timings;
      (this.#hasParted ? debounceBeside : debounce).push(stream.begunAt - keyAt);
    }
    const usefulAt = lineAt(stream, state.before.length - stream.offset);
    this.#timings.overhead.push(now - Math.max(usefulAt, askedAt));
  }

  async #generate(...[request, context]: Parameters<Generate>): Promise<Generation> {
    const maxLines = 'maxLines' in request.stopRule ? request.stopRule.maxLines : 1;
    // What is asked ahead follows what stands.
    const ahead = context.priority === 'speculative' ? (this.#shown?.text ?? '') : '';
    const text = this.#ask(maxLines, ahead);
    this.#onRequest?.(request);
    const surroundings = surroundingsOf(request);
    const begunAt = this.#clock.monotonic();
    const firstAt = begunAt + this.#rhythm.logNormal(TTFT_MS, TTFT_SPREAD);
    this.#streams.push({ begunAt, offset: this.#state?.before.length ?? 0, text, firstAt });
    await this.#wait(firstAt - begunAt, context.signal);
    for (let length = PIECE_LENGTH; ; length += PIECE_LENGTH) {
      const said = text.slice(0, length);
      const whole = wholeText(request.stopRule, said, surroundings);
      const goesOn = context.onText?.(whole ?? said) ?? true;
      const isOver = length >= text.length;
      if (isOver || whole !== undefined || !goesOn) {
        const ending = whole !== undefined ? 'enough' : isOver ? 'stop' : 'length';
        return {
          text: whole ?? said,
          ending,
          endpointId: 'model',
          model: 'model',
          source: 'upstream',
        };
      }
      await this.#wait(PIECE_MS, context.signal);
    }
  }

  #wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(ms, resolve);
      signal.addEventListener('abort', () => {
        timer.dispose();
        reject(signal.reason);
      });
    });
  }
}

/** When the first whole line behind a place in a text had come, or all of the text. */
function lineAt({ text, firstAt }: Streamed, offset: number): number {
  const start = text.slice(offset).search(/\S/);
  const end = start === -1 ? -1 : text.indexOf('\n', offset + start);
  const needed = end === -1 ? text.length : end + 1;
  return firstAt + PIECE_MS * Math.max(0, Math.ceil(needed / PIECE_LENGTH) - 1);
}
