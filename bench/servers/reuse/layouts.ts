import type { LiveDocument } from '../../../server/src/documents/liveDocument.ts';

/** Where a model is asked. */
export interface Place {
  readonly document: LiveDocument;
  readonly line: number;
  readonly character: number;
  /** The files that the document imports, and all that are open beside it. */
  readonly imported: readonly LiveDocument[];
  readonly open: readonly LiveDocument[];
}

/** The members of a request to `/infill` that lay out its prompt. */
export interface InfillBody {
  readonly input_prefix: string;
  readonly input_suffix: string;
  readonly input_extra: readonly { readonly filename: string; readonly text: string }[];
  readonly prompt: string;
}

/** A way to lay out prompts, which hears of what happens in the editor. */
export interface Layout {
  readonly name: string;
  bodyAt(place: Place): InfillBody;
  /** A document has been opened, with the cursor in its middle. */
  opened?(document: LiveDocument): void;
  /** Nothing has been typed for that long; returns a prompt to be evaluated ahead, where there is one. */
  rested?(ms: number): InfillBody | undefined;
}
