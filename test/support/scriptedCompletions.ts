import { RequestBuilder } from '../../server/src/completion/context/requestBuilder.ts';
import { DecisionLog } from '../../server/src/completion/decision/decisionLog.ts';
import { CompletionProvider } from '../../server/src/completion/provider.ts';
import type { DocumentStore } from '../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../server/src/documents/notebooks.ts';
import { aPolicy } from '../../tools/testing/aPolicy.ts';
import { completionSettings } from '../../tools/testing/completionSettings.ts';
import type { FakeClock } from '../../tools/testing/fakeClock.ts';
import { aGeneration } from '../../tools/testing/requests.ts';

/** A provider over some documents whose model answers with the texts that `answer` returns, one a call; the workspace says nothing. */
export function scriptedCompletions(
  documents: DocumentStore,
  clock: FakeClock,
  answer: () => string,
  { speculate }: { readonly speculate: boolean },
): CompletionProvider {
  let ids = 0;
  const policy = aPolicy();
  return new CompletionProvider(completionSettings({ debounceMs: 10, speculate }), {
    documents,
    policy,
    models: {
      generate: async () => aGeneration({ text: answer() }),
      peek: () => undefined,
      route: () => ({ model: 'model', ttftMs: 0 }),
      maySpeculate: () => speculate,
    },
    predictor: { predict: async () => undefined },
    clock,
    decisions: new DecisionLog(clock, () => undefined),
    observe: () => undefined,
    newId: () => String(++ids),
    requests: new RequestBuilder({
      documents,
      notebooks: new Notebooks(),
      policy,
      snippets: { near: () => [] },
    }),
  });
}
