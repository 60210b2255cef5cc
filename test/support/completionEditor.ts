import { RequestBuilder } from '../../server/src/completion/context/requestBuilder.ts';
import { DecisionLog } from '../../server/src/completion/decision/decisionLog.ts';
import type { CompletionItem } from '../../server/src/completion/display/item.ts';
import type { CompletionEvent } from '../../server/src/completion/events.ts';
import { CompletionProvider } from '../../server/src/completion/provider.ts';
import { DocumentStore } from '../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../server/src/documents/notebooks.ts';
import type {
  Generate,
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../../server/src/domain/generation.ts';
import { aPolicy } from '../../tools/testing/aPolicy.ts';
import { completionSettings } from '../../tools/testing/completionSettings.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { aGeneration } from '../../tools/testing/requests.ts';
import { atCaret, positionIn } from './caret.ts';

const URI = 'file:///project/a.ts';

export interface EditorOptions {
  /** The model's answer, given at once; a function may take its time. */
  readonly upstream?:
    | string
    | Error
    | ((request: GenerationRequest, context: GenerationContext) => Promise<string>);
  readonly workspace?: string | (() => string | undefined | Promise<string | undefined>);
  readonly isAvailable?: boolean;
  readonly known?: string;
  readonly ending?: Generation['ending'];
  /** Answers whose stream broke, from the first on. */
  readonly broken?: number;
  readonly speculate?: boolean;
  /** The model's usual time to first text. */
  readonly ttftMs?: number;
}

/** A provider whose model answers at once, and what was asked of it. */
export function completionEditor(options: EditorOptions) {
  const {
    upstream = '',
    workspace,
    isAvailable = true,
    known,
    ending = 'stop',
    speculate = false,
    broken = 0,
    ttftMs = 0,
  } = options;
  const clock = new FakeClock();
  const documents = new DocumentStore();
  const events: CompletionEvent[] = [];
  const asked: GenerationRequest[] = [];
  const generate: Generate = async (request, context) => {
    asked.push(request);
    if (upstream instanceof Error) throw upstream;
    const text = typeof upstream === 'string' ? upstream : await upstream(request, context);
    const fault = asked.length <= broken ? ({ fault: 'malformed', ending: 'length' } as const) : {};
    return aGeneration({ text, ending, ...fault });
  };
  const decisions = new DecisionLog(clock, () => undefined);
  let ids = 0;
  const provider = new CompletionProvider(completionSettings({ debounceMs: 100, speculate }), {
    documents,
    policy: aPolicy(),
    models: {
      generate,
      peek: () =>
        known === undefined ? undefined : aGeneration({ text: known, source: 'memory' }),
      route: () => (isAvailable ? { model: 'model', ttftMs } : undefined),
      maySpeculate: () => true,
    },
    predictor: {
      predict: async () => {
        const text = typeof workspace === 'function' ? await workspace() : workspace;
        return text === undefined ? undefined : { text, confidence: 1 };
      },
    },
    clock,
    decisions,
    observe: (event) => events.push(event),
    newId: () => String(++ids),
    requests: new RequestBuilder({
      documents,
      notebooks: new Notebooks(),
      policy: aPolicy(),
      snippets: { near: () => [] },
    }),
  });
  documents.listen((event) => {
    if (event.kind === 'changed') provider.changed(event.before, event.document);
  });
  /** All texts that were offered last. */
  const texts: string[] = [];
  /** The item that was offered first, last time. */
  let first: CompletionItem | undefined;
  let version = 0;
  let typed: string | undefined;
  const type = async (
    drawn: string,
    { invoked = false, wait = 1_000, leaveAfter = Number.POSITIVE_INFINITY, selected = '' } = {},
  ) => {
    const controller = new AbortController();
    clock.after(leaveAfter, () => controller.abort());
    const { text, offset } = atCaret(drawn);
    if (typed === undefined) documents.open(URI, 'typescript', ++version, text);
    else if (typed !== text) documents.change(URI, ++version, [{ text }]);
    typed = text;
    const position = positionIn(text, offset);
    const start = {
      ...position,
      character: position.character - typedOf(selected, text.slice(0, offset)),
    };
    const widget =
      selected === '' ? {} : { selected: { range: { start, end: position }, text: selected } };
    const query = { uri: URI, position, isInvoked: invoked, ...widget };
    const answer = provider.provide(query, controller.signal);
    answer.catch(() => undefined);
    await clock.pass(wait);
    const items = await answer;
    const lineStart = text.slice(0, offset).lastIndexOf('\n') + 1;
    const shown = (item: CompletionItem) => item.insertText.slice(offset - lineStart);
    texts.splice(0, texts.length, ...items.map(shown));
    const [item] = items;
    first = item;
    if (item === undefined) return undefined;
    return selected === '' ? shown(item) : item.insertText;
  };
  /** The user presses Escape. */
  const dismiss = () => provider.dismissed(first?.id ?? '');
  /** The document is closed and, with the next text, opened anew. */
  const close = () => {
    documents.close(URI);
    provider.closed(URI);
    typed = undefined;
  };
  /** Types a text at the caret, a key each; what is shown at the end. */
  const keys = async (drawn: string, added: string) => {
    let shown: string | undefined;
    for (let length = 1; length <= added.length; length++) {
      shown = await type(drawn.replace('|', () => `${added.slice(0, length)}|`));
    }
    return shown;
  };
  /** Removes so many characters before the caret, a key each; what is shown at the end. */
  const backspace = async (drawn: string, count: number) => {
    const { text: whole, offset } = atCaret(drawn);
    let shown: string | undefined;
    for (let key = 1; key <= count; key++) {
      shown = await type(`${whole.slice(0, offset - key)}|${whole.slice(offset)}`);
    }
    return shown;
  };
  return {
    type,
    keys,
    backspace,
    dismiss,
    close,
    provider,
    asked,
    events,
    decisions,
    clock,
    texts,
  };
}

/** How much of a widget's item stands at the end of a text. */
function typedOf(item: string, text: string): number {
  let length = item.length;
  while (!text.endsWith(item.slice(0, length))) length--;
  return length;
}
