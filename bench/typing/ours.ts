import type { Clock } from '../../server/src/base/clock.ts';
import type { Generate } from '../../server/src/domain/generation.ts';
import { surroundingsOf } from '../../server/src/domain/generation.ts';
import { wholeText } from '../../server/src/domain/stopRule.ts';
import { settled } from '../../tools/testing/fakeClock.ts';
import type { AskModel, Assistant, EditorState, Shown } from './assistant.ts';
import type { EditorSide } from './editorSide.ts';
import { product } from './product.ts';

/** Between two keys of someone who types 60 words a minute: who waits longer meets the next event. */
const KEY_MS = 200;

/** Time that stands still: what a key's time is enough for happens at once, the rest never. */
const STILL: Clock = {
  now: () => 0,
  monotonic: () => 0,
  after(delayMs, callback) {
    if (delayMs < KEY_MS) queueMicrotask(callback);
    return { dispose: () => undefined };
  },
  soon: queueMicrotask,
};

/** The product without waits, over a model that the replay plays. */
export class Ours implements Assistant {
  readonly name = 'ours';
  readonly #product: EditorSide;
  #ask: AskModel = () => '';
  #shown = '';

  constructor() {
    const generate: Generate = async (request, context) => {
      const maxLines = 'maxLines' in request.stopRule ? request.stopRule.maxLines : 1;
      const text = this.#ask(maxLines);
      const whole = wholeText(request.stopRule, text, surroundingsOf(request));
      context.onText?.(whole ?? text);
      const from = { endpointId: 'model', model: 'model', source: 'upstream' } as const;
      return { text: whole ?? text, ending: whole === undefined ? 'stop' : 'enough', ...from };
    };
    this.#product = product({ clock: STILL, generate, debounceMs: 0 });
  }

  async suggest(state: EditorState, ask: AskModel): Promise<Shown | undefined> {
    this.#ask = ask;
    this.#product.follow(state);
    const controller = new AbortController();
    const answer = this.#product.request(state, controller.signal);
    answer.catch(() => undefined);
    const item = await Promise.race([answer, settled().then(() => undefined)]);
    controller.abort();
    this.#shown = item?.id ?? '';
    return item;
  }

  accepted(): void {
    this.#product.accepted(this.#shown);
  }
}
