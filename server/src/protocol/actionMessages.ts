/** Asks the user for a line of their own words. */
export interface AskWordsParams {
  /** The action that needs them. */
  readonly title: string;
  readonly prompt: string;
}

export interface AskWordsResult {
  /** Absent where the user changed their mind. */
  readonly words?: string;
}

/** Shows what a document would be, beside what it is, and asks what to do. */
export interface PreviewParams {
  readonly uri: string;
  readonly title: string;
  /** All of the document with the edits made. */
  readonly text: string;
  /** Why it should be looked at with care, as a plain sentence; absent where nothing is doubtful. */
  readonly warning?: string;
}

export const PREVIEW_CHOICES = ['apply', 'discard', 'regenerate'] as const;
export type PreviewChoice = (typeof PREVIEW_CHOICES)[number];

export interface PreviewResult {
  readonly choice: PreviewChoice;
}

/** A text about code, as far as it is written. The first of an `id` opens it; the last one has `isDone`. */
export interface ExplanationParams {
  readonly id: string;
  readonly title: string;
  /** Markdown as a model wrote it: whoever shows it makes it harmless. */
  readonly text: string;
  readonly isDone: boolean;
  /** Why there is no text, or no more of it, as a plain sentence. */
  readonly problem?: string;
}

/** Shows a new file that is not saved yet. */
export interface ShowFileParams {
  /** Where it would usually be; another name is taken where something is there. */
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
}

export interface DefinitionsParams {
  readonly uri: string;
  /** Where symbols stand whose definitions are wanted. Counted from 0. */
  readonly positions: readonly { readonly line: number; readonly character: number }[];
}

export interface DefinitionsResult {
  /** For each position where its symbol is defined, as far as the editor knows. */
  readonly places: readonly (readonly { readonly uri: string; readonly line: number }[])[];
}

export interface DiagnosticsParams {
  readonly uri: string;
  /** Waits until they have changed and come to rest, for ten seconds at most. */
  readonly isAfterEdit: boolean;
}

export interface DiagnosticsResult {
  readonly diagnostics: readonly {
    readonly line: number;
    readonly message: string;
    readonly source?: string;
    readonly code?: string;
    readonly isError: boolean;
  }[];
}
