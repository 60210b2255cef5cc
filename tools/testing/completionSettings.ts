import type { CompletionSettings } from '../../server/src/completion/provider.ts';

/** The settings of completions for a test or a bench: on everywhere, without a wait, and whatever it changes of that. */
export const completionSettings = (
  changes: Partial<CompletionSettings> = {},
): CompletionSettings => ({
  enable: true,
  languages: { '*': true },
  maxLines: 12,
  debounceMs: 0,
  speculate: false,
  ...changes,
});
