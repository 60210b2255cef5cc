import type { Clock } from '../../server/src/base/clock.ts';
import { CompletionProvider } from '../../server/src/completion/provider.ts';
import { DocumentStore } from '../../server/src/documents/documentStore.ts';
import type { Generate } from '../../server/src/domain/generation.ts';
import { wholeText } from '../../server/src/domain/stopRule.ts';
import type { AskModel, Assistant, EditorState, Shown } from './assistant.ts';

/** Every wait is over at once. */
const instant: Clock = {
  now: () => 0,
  monotonic: () => 0,
  after(_, callback) {
    queueMicrotask(callback);
    return { dispose: () => undefined };
  },
};

/** The product's own `completion/`, over a model that the replay plays. */
export class Ours implements Assistant {
  readonly name = 'ours';
  readonly #documents = new DocumentStore();
  readonly #provider: CompletionProvider;
  #ask: AskModel = () => '';
  #state: EditorState | undefined;
  #version = 0;
  #shown = '';
  #ids = 0;

  constructor() {
    const generate: Generate = async (request, context) => {
      const maxLines = 'maxLines' in request.stopRule ? request.stopRule.maxLines : 1;
      const text = this.#ask(maxLines);
      const whole = wholeText(request.stopRule, text);
      context.onText?.(whole ?? text);
      const from = { endpointId: 'model', model: 'model', source: 'upstream' } as const;
      return { text: whole ?? text, ending: whole === undefined ? 'stop' : 'enough', ...from };
    };
    this.#provider = new CompletionProvider(
      { enable: true, languages: { '*': true }, maxLines: 12, debounceMs: 0 },
      {
        documents: this.#documents,
        models: { generate, peek: () => undefined, isAvailable: () => true, ttftMs: () => 0 },
        predictor: { predict: async () => undefined },
        clock: instant,
        observe: () => undefined,
        newId: () => String(++this.#ids),
      },
    );
  }

  async suggest(state: EditorState, ask: AskModel): Promise<Shown | undefined> {
    this.#ask = ask;
    this.#follow(state);
    const lines = state.before.split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const query = { uri: state.uri, position, isInvoked: false };
    const item = await this.#provider.provide(query, new AbortController().signal);
    if (item === undefined) return undefined;
    this.#shown = item.id;
    const linePrefix = lines.at(-1) ?? '';
    if (!item.insertText.startsWith(linePrefix)) throw new Error('The item does not keep the line');
    const covered = item.range.end.character - position.character;
    return { text: item.insertText.slice(linePrefix.length), covered };
  }

  accepted(): void {
    this.#provider.accepted(this.#shown);
  }

  /** Tells the change since the last time as an editor does: by its range. */
  #follow(state: EditorState): void {
    const text = state.before + state.after;
    const former = this.#state;
    this.#state = state;
    if (former === undefined || former.uri !== state.uri) {
      this.#documents.open(state.uri, state.languageId, ++this.#version, text);
      return;
    }
    const old = former.before + former.after;
    if (old === text) return;
    let start = 0;
    while (start < old.length && start < text.length && old[start] === text[start]) start++;
    let tail = 0;
    const most = Math.min(old.length, text.length) - start;
    while (tail < most && old.at(-1 - tail) === text.at(-1 - tail)) tail++;
    const range = { start: positionOf(old, start), end: positionOf(old, old.length - tail) };
    const change = { range, text: text.slice(start, text.length - tail) };
    this.#documents.change(state.uri, ++this.#version, [change]);
    this.#provider.keystroke();
  }
}

function positionOf(text: string, offset: number) {
  const head = text.slice(0, offset);
  const lineStart = head.lastIndexOf('\n') + 1;
  let line = 0;
  for (let at = head.indexOf('\n'); at !== -1; at = head.indexOf('\n', at + 1)) line++;
  return { line, character: offset - lineStart };
}
