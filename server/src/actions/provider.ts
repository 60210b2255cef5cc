import { throwIfAborted } from '../base/abort.ts';
import { inBatches } from '../base/batches.ts';
import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import { baseName } from '../documents/baseName.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { LineRange } from '../documents/enclosingBlock.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { EditForm } from '../domain/endpoint.ts';
import type { Generate, GenerationRequest } from '../domain/generation.ts';
import type { SharingPolicy } from '../privacy/sharingPolicy.ts';
import { type ActionKind, type ActionTarget, type Diagnostic, MAX_DIAGNOSTICS } from './action.ts';
import { readAnswer } from './answer/readAnswer.ts';
import { askedInForm } from './askedInForm.ts';
import { catalogue } from './catalogue.ts';
import type { ActionEvent } from './events.ts';
import { fix } from './fix.ts';
import { type ActionOutcome, together } from './outcome.ts';
import { targetAround, targetsOf } from './targets.ts';

const MAX_OUTPUT_TOKENS = 2_000;

/** An action as offered: enough to carry it out later, JSON only. */
export interface ActionOffer {
  readonly actionId: string;
  readonly title: string;
  readonly kind: string;
  readonly uri: string;
  /** The version the offer was made for. */
  readonly version: number;
  /** The first of those it is about. */
  readonly diagnostic: Diagnostic;
  /** All of them, for an action that mends several at once. */
  readonly diagnostics?: readonly Diagnostic[];
  /** The lines that the user points at, where no diagnostic is known. */
  readonly lines?: LineRange;
}

export interface ActionTools {
  readonly documents: DocumentStore;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
  readonly generate: Generate;
  readonly clock: Clock;
  readonly observe: Observer<ActionEvent>;
  /** Most blocks that are asked about at once. */
  readonly batchSize: number;
  /** The form in which an endpoint is asked for edits. */
  readonly editFormOf: (endpointId: string) => EditForm;
}

/** Code actions: offers what the catalogue holds, asks the model, turns its answer into an edit. */
export class ActionProvider {
  readonly #tools: ActionTools;

  constructor(tools: ActionTools) {
    this.#tools = tools;
  }

  /** Returns the actions for the diagnostics of a document; none for documents that are excluded. */
  offer(uri: string, all: readonly Diagnostic[]): ActionOffer[] {
    const diagnostics = all.slice(0, MAX_DIAGNOSTICS);
    const document = this.#served(uri);
    if (document === undefined) return [];
    const { version } = document;
    const single = diagnostics.flatMap((diagnostic) =>
      catalogue
        .filter(({ about }) => about === 'diagnostic')
        .map((action) => ({
          actionId: action.id,
          title: action.title(diagnostic),
          kind: action.kind,
          uri,
          version,
          diagnostic,
        })),
    );
    const [first] = diagnostics;
    if (first === undefined || targetsOf(document, diagnostics).length < 2) return single;
    const title = `Fix all ${diagnostics.length} problems with Aurelis`;
    const inOne = {
      actionId: fix.id,
      title,
      kind: fix.kind,
      uri,
      version,
      diagnostic: first,
      diagnostics,
    };
    return [...single, inOne];
  }

  /** Returns the actions for lines that the user points at; none for documents that are excluded, or without code there. */
  offerFor(uri: string, lines: LineRange): ActionOffer[] {
    const document = this.#served(uri);
    const target = document === undefined ? undefined : targetAround(document, lines);
    if (document === undefined || target === undefined) return [];
    const { version } = document;
    const { diagnostic } = target;
    return catalogue
      .filter(({ about }) => about === 'lines')
      .map(({ id, kind, title }) => {
        return { actionId: id, title: title(diagnostic), kind, uri, version, diagnostic, lines };
      });
  }

  /** The document, unless it is left alone. */
  #served(uri: string): LiveDocument | undefined {
    const { documents, policy } = this.#tools;
    const document = documents.get(uri);
    const isServed = document !== undefined && policy.exclusionOf(document) === undefined;
    return isServed ? document : undefined;
  }

  /**
   * Carries an offer out. `onProgress` is told the number of lines written so far, or, of several blocks, of those done.
   * Rejects with `CancelledError` and `EndpointError` as the pipeline does.
   */
  async run(
    offer: ActionOffer,
    signal: AbortSignal,
    onProgress: (lines: number) => void,
  ): Promise<ActionOutcome> {
    const { documents, policy, clock, observe, batchSize } = this.#tools;
    const startedAt = clock.monotonic();
    observe({ kind: 'actionRequested' });
    const action = catalogue.find(({ id }) => id === offer.actionId);
    const document = documents.get(offer.uri);
    if (action === undefined || document?.version !== offer.version) return { kind: 'outdated' };
    // A list or a setting may have changed since the offer was made.
    if (policy.exclusionOf(document) !== undefined) return { kind: 'excluded' };
    const targets = targetsFor(offer, document);
    const isOne = targets.length === 1;
    const ask = async (target: ActionTarget, own: AbortSignal) => {
      let [lines, read] = [1, 0];
      const onText = (text: string): boolean => {
        for (let end = text.indexOf('\n', read); end !== -1; end = text.indexOf('\n', read)) {
          lines++;
          read = end + 1;
        }
        read = Math.max(read, text.length);
        if (isOne) onProgress(lines);
        return true;
      };
      const context = {
        signal: own,
        priority: isOne ? ('action' as const) : ('batch' as const),
        file: baseName(offer.uri),
        onText,
      };
      const isCurrent = () => documents.get(offer.uri)?.version === offer.version;
      return askedInForm(requestFor(action, target), context, {
        ...this.#tools,
        read: (answer) => readAnswer(answer, target),
        isCurrent,
      });
    };
    const results = await inBatches(targets, ask, {
      size: batchSize,
      signal,
      ...(isOne ? {} : { onProgress }),
    });
    throwIfAborted(signal);
    const [first] = results;
    // With several each counts for itself, and what was answered is cached for the next try.
    if (first?.kind === 'failed' && results.every(({ kind }) => kind === 'failed'))
      throw first.error;
    if (documents.get(offer.uri)?.version !== offer.version) return { kind: 'outdated' };
    const readings = results.flatMap((result) =>
      result.kind === 'done' ? [result.value.reading] : [],
    );
    for (const result of results) {
      if (result.kind !== 'done') continue;
      const { source, model } = result.value.answer;
      const ms = clock.monotonic() - startedAt;
      observe({ kind: 'actionAnswered', from: source, model, ms });
    }
    return together(offer, readings);
  }

  applied(): void {
    this.#tools.observe({ kind: 'actionApplied' });
  }
}

function targetsFor(offer: ActionOffer, document: LiveDocument): ActionTarget[] {
  const { lines, diagnostic, diagnostics = [diagnostic] } = offer;
  if (lines === undefined) return targetsOf(document, diagnostics.slice(0, MAX_DIAGNOSTICS));
  const target = targetAround(document, lines);
  return target === undefined ? [] : [target];
}

const requestFor = (action: ActionKind, target: ActionTarget): GenerationRequest => ({
  task: 'action',
  input: action.ask(target),
  languageId: target.languageId,
  maxOutputTokens: MAX_OUTPUT_TOKENS,
  temperature: 0,
  stopRule: { name: 'none', version: 1 },
});
