import type { Clock } from '../../../server/src/base/clock.ts';
import type { CompletionItem } from '../../../server/src/completion/display/item.ts';
import { type Generate, surroundingsOf } from '../../../server/src/domain/generation.ts';
import { wholeText } from '../../../server/src/domain/stopRule.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';
import type { EditorSide } from '../../typing/editorSide.ts';
import { product as productWith } from '../../typing/product.ts';
import type { TestPlace } from './places.ts';

/** Time that stands still: there are no waits. */
const STILL: Clock = {
  now: () => 0,
  monotonic: () => 0,
  after(delayMs, callback) {
    if (delayMs < 200) queueMicrotask(callback);
    return { dispose: () => undefined };
  },
  soon: queueMicrotask,
};

/** The item shown, unasked, at a place where the model gives an answer. */
export function shownAt(place: TestPlace, answer: string): Promise<CompletionItem | undefined> {
  const generate: Generate = async (request, context) => {
    const whole = wholeText(request.stopRule, answer, surroundingsOf(request));
    context.onText?.(whole ?? answer);
    const from = { endpointId: 'model', model: 'model', source: 'upstream' } as const;
    return { text: whole ?? answer, ending: whole === undefined ? 'stop' : 'enough', ...from };
  };
  return itemAt(place, productWith({ clock: STILL, debounceMs: 0, generate }));
}

/** The item shown at a place where there is no model and the workspace makes a guess. */
export const predictedAt = (place: TestPlace, guess: string): Promise<CompletionItem | undefined> =>
  itemAt(place, productWith({ clock: STILL, debounceMs: 0, guess }));

async function itemAt(
  { file, prefix, suffix }: TestPlace,
  product: EditorSide,
): Promise<CompletionItem | undefined> {
  const uri = `file:///project/${file.path}`;
  const { languageId } = file;
  const state = { uri, languageId, before: prefix, after: suffix, otherVersion: 0 };
  product.follow(state);
  const controller = new AbortController();
  const item = product.item(state, controller.signal);
  item.catch(() => undefined);
  const found = await Promise.race([item, settled().then(() => undefined)]);
  controller.abort();
  return found;
}
