import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import { baseName } from '../documents/baseName.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import { enclosingBlock } from '../documents/enclosingBlock.ts';
import { exclusionOf } from '../documents/exclusion.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { Generate, GenerationRequest } from '../domain/generation.ts';
import type { ActionKind, ActionTarget, Trouble } from './action.ts';
import { catalogue } from './catalogue.ts';
import type { ActionEvent } from './events.ts';
import { fencedBlock } from './fencedBlock.ts';
import { type LineEdit, minimalEdits } from './minimalEdit.ts';

const MAX_OUTPUT_TOKENS = 2_000;

/** An action as offered: enough to carry it out later, JSON only. */
export interface ActionOffer {
  readonly actionId: string;
  readonly title: string;
  readonly kind: string;
  readonly uri: string;
  /** The version the offer was made for. */
  readonly version: number;
  readonly trouble: Trouble;
}

/** What an action came to. */
export type ActionOutcome =
  | {
      readonly kind: 'edit';
      readonly uri: string;
      readonly version: number;
      readonly edits: readonly LineEdit[];
    }
  | { readonly kind: 'unchanged' }
  /** The document has moved on since the offer was made. */
  | { readonly kind: 'outdated' }
  /** The model's answer holds no whole code block. */
  | { readonly kind: 'unusable' };

export interface ActionTools {
  readonly documents: DocumentStore;
  readonly generate: Generate;
  readonly clock: Clock;
  readonly observe: Observer<ActionEvent>;
}

/** Code actions: offers what the catalogue holds, asks the model, turns its answer into an edit. */
export class ActionProvider {
  readonly #tools: ActionTools;

  constructor(tools: ActionTools) {
    this.#tools = tools;
  }

  /** What can be done about the troubles of a document; nothing for documents that are left alone. */
  offer(uri: string, troubles: readonly Trouble[]): ActionOffer[] {
    const document = this.#tools.documents.get(uri);
    if (document === undefined || exclusionOf(document) !== undefined) return [];
    return troubles.flatMap((trouble) =>
      catalogue.map((action) => ({
        actionId: action.id,
        title: action.title(trouble),
        kind: action.kind,
        uri,
        version: document.version,
        trouble,
      })),
    );
  }

  /**
   * Carries an offer out. `onProgress` is told the number of lines written so far.
   * Rejects with `CancelledError` and `EndpointError` as the pipeline does.
   */
  async run(
    offer: ActionOffer,
    signal: AbortSignal,
    onProgress: (lines: number) => void,
  ): Promise<ActionOutcome> {
    const { documents, clock, observe, generate } = this.#tools;
    const startedAt = clock.monotonic();
    observe({ kind: 'actionRequested' });
    const action = catalogue.find(({ id }) => id === offer.actionId);
    const document = documents.get(offer.uri);
    if (action === undefined || document?.version !== offer.version) return { kind: 'outdated' };
    const target = targetOf(document, offer.trouble);
    const onText = (text: string): boolean => {
      onProgress(text.split('\n').length);
      return true;
    };
    const generation = await generate(requestFor(action, target), {
      signal,
      priority: 'action',
      file: baseName(offer.uri),
      onText,
    });
    if (documents.get(offer.uri)?.version !== offer.version) return { kind: 'outdated' };
    const answer = fencedBlock(generation.text);
    if (answer === undefined) return { kind: 'unusable' };
    observe({ kind: 'actionAnswered', from: generation.source, ms: clock.monotonic() - startedAt });
    return outcomeOf(offer, target, answer);
  }

  applied(): void {
    this.#tools.observe({ kind: 'actionApplied' });
  }
}

function targetOf({ languageId, lines }: LiveDocument, trouble: Trouble): ActionTarget {
  const block = enclosingBlock(lines, Math.min(trouble.line, lines.length - 1));
  return { languageId, lines, block, trouble };
}

const requestFor = (action: ActionKind, target: ActionTarget): GenerationRequest => ({
  task: 'action',
  input: action.ask(target),
  languageId: target.languageId,
  maxOutputTokens: MAX_OUTPUT_TOKENS,
  temperature: 0,
  stopRule: { name: 'none', version: 1 },
});

function outcomeOf(
  offer: ActionOffer,
  { lines, block }: ActionTarget,
  answer: string,
): ActionOutcome {
  const before = lines.slice(block.first, block.last + 1);
  const edits = minimalEdits(before, answer.split('\n')).map((edit) => ({
    ...edit,
    first: edit.first + block.first,
    end: edit.end + block.first,
  }));
  if (edits.length === 0) return { kind: 'unchanged' };
  return { kind: 'edit', uri: offer.uri, version: offer.version, edits };
}
