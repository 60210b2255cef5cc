import type { Clock } from '../../server/src/base/clock.ts';
import { RequestBuilder } from '../../server/src/completion/context/requestBuilder.ts';
import { DecisionLog } from '../../server/src/completion/decision/decisionLog.ts';
import type { CompletionEvent } from '../../server/src/completion/events.ts';
import { CompletionProvider } from '../../server/src/completion/provider.ts';
import { DocumentStore } from '../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../server/src/documents/notebooks.ts';
import type { Generate } from '../../server/src/domain/generation.ts';
import { aPolicy } from '../../tools/testing/aPolicy.ts';
import { completionSettings } from '../../tools/testing/completionSettings.ts';
import { EditorSide } from './editorSide.ts';

export interface ProductOptions {
  readonly clock: Clock;
  /** Absent where there is no model. */
  readonly generate?: Generate;
  /** The guess of the workspace, everywhere. */
  readonly guess?: string;
  /** Milliseconds; null adapts it. */
  readonly debounceMs: number | null;
  readonly ttftMs?: () => number;
  /** Whether it asks ahead. */
  readonly speculate?: boolean;
  readonly observe?: (event: CompletionEvent) => void;
  /** How requests are written; absent for windows of the document alone. */
  readonly requestsFor?: (documents: DocumentStore) => Pick<RequestBuilder, 'requestAt'>;
}

/** The product's own `completion/`, told of a replay's edits as an editor tells of them. */
export function product(options: ProductOptions): EditorSide {
  const { clock, generate, guess, debounceMs, ttftMs, observe, speculate = false } = options;
  const documents = new DocumentStore();
  let ids = 0;
  const provider = new CompletionProvider(completionSettings({ debounceMs, speculate }), {
    documents,
    policy: aPolicy(),
    models: {
      generate: generate ?? (() => Promise.reject(new Error('There is no model'))),
      peek: () => undefined,
      route: () =>
        generate === undefined ? undefined : { model: 'model', ttftMs: ttftMs?.() ?? 0 },
      maySpeculate: () => true,
    },
    predictor: {
      predict: async () => (guess === undefined ? undefined : { text: guess, confidence: 1 }),
    },
    clock,
    decisions: new DecisionLog(clock, () => undefined),
    observe: observe ?? (() => undefined),
    newId: () => String(++ids),
    requests: options.requestsFor?.(documents) ?? plainRequests(documents),
  });
  documents.listen((event) => {
    if (event.kind === 'changed') provider.changed(event.before, event.document);
  });
  return new EditorSide(documents, () => provider);
}

const plainRequests = (documents: DocumentStore): RequestBuilder =>
  new RequestBuilder({
    documents,
    notebooks: new Notebooks(),
    policy: aPolicy(),
    snippets: { near: () => [] },
  });
