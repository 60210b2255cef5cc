import { throwIfAborted } from '../base/abort.ts';
import { inBatches } from '../base/batches.ts';
import { DocumentStore } from '../documents/documentStore.ts';
import type { LineRange } from '../documents/enclosingBlock.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { Generation } from '../domain/generation.ts';
import type { Exclusion, SharingPolicy } from '../privacy/sharingPolicy.ts';
import { type Action, type ActionTarget, type Diagnostic, MAX_DIAGNOSTICS } from './action.ts';
import { readFile } from './answer/readFile.ts';
import type { Reading } from './answer/reading.ts';
import { readText, spokenSoFar } from './answer/readText.ts';
import { losesWords } from './answer/words.ts';
import { type AskTools, ask } from './asking.ts';
import { catalogue } from './catalogue/index.ts';
import { FixAll } from './fixAll/fixAll.ts';
import { FixAllRuns } from './fixAll/fixAllRuns.ts';
import { type ActionOffer, offersAt, offersFor, pointedAt } from './offers.ts';
import { type ActionOutcome, together } from './outcome.ts';
import { rebased } from './rebased.ts';
import { targetsOf } from './targets.ts';
import { testFileOf } from './testFile.ts';

/** Which edits the user sees before they are made: all, rewrites, or only those that are not sure. */
export type PreviewWish = 'always' | 'rewrites' | 'never';

export interface ActionTools extends AskTools {
  readonly documents: DocumentStore;
  readonly policy: Pick<SharingPolicy, 'exclusionOf' | 'exclusionOfShown'>;
  /** Most blocks that are asked about at once. */
  readonly batchSize: number | (() => number);
  readonly preview?: PreviewWish;
  /** The user's own entries of the menu, behind those of the catalogue. */
  readonly custom?: readonly Action[];
  /** Runs of "Fix all" that may be resumed, also under other settings. */
  readonly runs?: FixAllRuns;
}

/** How one run of an action goes. */
export interface ActionRun {
  readonly signal: AbortSignal;
  /** Told the number of lines written so far, or, of several blocks, of those done. */
  readonly onProgress: (count: number) => void;
  /** Told all of a text about code so far. */
  readonly onText?: (textSoFar: string) => void;
  /** The user's own words, where the action needs them. */
  readonly words?: string;
  /** The outcome of a try before this one. */
  readonly lastTry?: string;
  /** Asks for a new answer, whatever is cached. */
  readonly isFresh?: boolean;
}

/** Code actions: offers what the catalogue holds, asks the model, turns its answer into an edit, a text or a file. */
export class ActionProvider {
  readonly #tools: ActionTools;
  readonly #actions: readonly Action[];
  readonly preview: PreviewWish;
  /** Mends all that it is told of, over many documents. */
  readonly fixAll: FixAll;

  constructor(tools: ActionTools) {
    this.#tools = tools;
    this.fixAll = new FixAll(tools, tools.runs ?? new FixAllRuns());
    this.preview = tools.preview ?? 'rewrites';
    this.#actions = [...catalogue, ...(tools.custom ?? [])];
  }

  /** The same for a document that the editor only shows, and of which its user has asked something. */
  reading(document: LiveDocument): ActionProvider {
    const { policy } = this.#tools;
    const documents = new DocumentStore();
    documents.opened(document);
    const exclusionOf = (shown: LiveDocument) => policy.exclusionOfShown(shown);
    const shown = { exclusionOf, exclusionOfShown: exclusionOf };
    return new ActionProvider({ ...this.#tools, documents, policy: shown });
  }

  /** Returns the actions for the diagnostics of a document; none for documents that are excluded. */
  offer(uri: string, diagnostics: readonly Diagnostic[]): ActionOffer[] {
    const document = this.#served(uri);
    return document === undefined ? [] : offersFor(this.#actions, document, diagnostics);
  }

  /** Returns the actions for lines that the user points at; none for documents that are excluded, or without code there. */
  offerFor(uri: string, lines: LineRange): ActionOffer[] {
    const document = this.#served(uri);
    return document === undefined ? [] : offersAt(this.#actions, document, lines);
  }

  /** The action of an offer; `undefined` for one that is no longer there. */
  actionOf({ actionId }: Pick<ActionOffer, 'actionId'>): Action | undefined {
    return this.#actions.find(({ id }) => id === actionId);
  }

  /** Why nothing is offered in a document, whatever is asked; `undefined` for one that is served, or that is not open. */
  exclusionOf(uri: string): Exclusion | undefined {
    const { documents, policy } = this.#tools;
    const document = documents.get(uri);
    return document === undefined ? undefined : policy.exclusionOf(document);
  }

  /** The document, unless it is left alone. */
  #served(uri: string): LiveDocument | undefined {
    const { documents, policy } = this.#tools;
    const document = documents.get(uri);
    const isServed = document !== undefined && policy.exclusionOf(document) === undefined;
    return isServed ? document : undefined;
  }

  /** Carries an offer out. Rejects with `CancelledError` and `EndpointError` as the pipeline does. */
  async run(offer: ActionOffer, run: ActionRun): Promise<ActionOutcome> {
    const { documents, policy, observe } = this.#tools;
    observe({ kind: 'actionRequested' });
    const action = this.actionOf(offer);
    const document = documents.get(offer.uri);
    if (action === undefined || document?.version !== offer.version) return { kind: 'outdated' };
    // A list or a setting may have changed since the offer was made.
    if (policy.exclusionOf(document) !== undefined) return { kind: 'excluded' };
    const targets = targetsFor(action, offer, document);
    if (targets === 'large') return { kind: 'large' };
    const results = await this.#ask(action, document, targets, run);
    throwIfAborted(run.signal);
    // Nothing more was asked from then on.
    if (policy.exclusionOf(document) !== undefined) return { kind: 'excluded' };
    const [first] = results;
    // With several each counts for itself, and what was answered is cached for the next try.
    if (first?.kind === 'failed' && results.every(({ kind }) => kind === 'failed'))
      throw first.error;
    if (action.yields === 'text' || action.yields === 'file') {
      if (first?.kind !== 'done') return { kind: 'unchanged' };
      const { answer } = first.value;
      const outcome = alone(action.yields, answer, document);
      if (outcome.kind === 'refused') this.#tools.onUnusable(answer);
      return outcome;
    }
    const readings = results.flatMap((result) =>
      result.kind === 'done' ? [seenIfLess(result.value.reading, action, document)] : [],
    );
    const { uri, version, lines } = document;
    const isRewrite = action.yields !== 'repair';
    return this.brought(together({ uri, version, lines, isRewrite }, readings));
  }

  /** Edits for the document as it is now: they move with the lines around them; `outdated` where what they change has changed. */
  brought(outcome: ActionOutcome): ActionOutcome {
    if (outcome.kind !== 'edit') return outcome;
    const now = this.#tools.documents.get(outcome.uri);
    if (now === undefined) return { kind: 'outdated' };
    // A version says little: a document that is opened again may begin with the same one.
    if (now.lines === outcome.lines) return outcome;
    const edits = rebased(outcome.edits, outcome.lines, now.lines);
    const { version, lines } = now;
    return edits === undefined ? { kind: 'outdated' } : { ...outcome, version, lines, edits };
  }

  async #ask(
    action: Action,
    document: LiveDocument,
    targets: readonly ActionTarget[],
    { signal, onProgress, onText, words = '', lastTry = '', isFresh = false }: ActionRun,
  ) {
    const tools = this.#tools;
    const startedAt = tools.clock.monotonic();
    const isOne = targets.length === 1;
    const wishes = (await tools.habits?.(document.uri)) ?? '';
    const said = { words, lastTry };
    const askOne = (target: ActionTarget, own: AbortSignal) => {
      const count = lineCounter(isOne ? onProgress : () => undefined);
      return ask(
        tools,
        { action, document, target, wishes, startedAt, said },
        {
          signal: own,
          priority: isOne ? 'action' : 'batch',
          isFresh,
          onText: (text) => {
            count(text);
            onText?.(spokenSoFar(text));
            return true;
          },
        },
      );
    };
    return inBatches(targets, askOne, {
      size: tools.batchSize,
      signal,
      ...(isOne ? {} : { onProgress }),
    });
  }

  applied(): void {
    this.#tools.observe({ kind: 'actionApplied' });
  }
}

/** An edit that takes words away, of an action that only adds, is looked at first. */
function seenIfLess(
  reading: Reading,
  { onlyAdds }: Action,
  { lines }: Pick<LiveDocument, 'lines'>,
): Reading {
  if (onlyAdds !== true || reading.kind !== 'edits') return reading;
  const before = reading.edits.flatMap(({ first, end }) => lines.slice(first, end));
  const after = reading.edits.flatMap((edit) => edit.lines);
  return losesWords(before, after) ? { ...reading, isSure: false } : reading;
}

/** Tells how many lines a text has while it grows. */
function lineCounter(onProgress: (lines: number) => void): (text: string) => void {
  let [lines, read] = [1, 0];
  return (text) => {
    for (let end = text.indexOf('\n', read); end !== -1; end = text.indexOf('\n', read)) {
      lines++;
      read = end + 1;
    }
    read = Math.max(read, text.length);
    onProgress(lines);
  };
}

/** The outcome of an action that changes nothing in the document. */
function alone(
  yields: 'text' | 'file',
  generation: Generation,
  document: LiveDocument,
): ActionOutcome {
  if (yields === 'text') {
    const read = readText(generation);
    return typeof read === 'string' ? { kind: 'refused', why: read } : { kind: 'text', ...read };
  }
  const read = readFile(generation, document);
  return typeof read === 'string'
    ? { kind: 'refused', why: read }
    : { kind: 'file', uri: testFileOf(document.uri), lines: read };
}

function targetsFor(
  action: Action,
  { lines, diagnostic, diagnostics = [diagnostic] }: ActionOffer,
  document: LiveDocument,
): readonly ActionTarget[] | 'large' {
  if (lines === undefined) return targetsOf(document, diagnostics.slice(0, MAX_DIAGNOSTICS));
  const pointed = pointedAt(action, document, lines);
  if (pointed === 'large') return 'large';
  if (pointed === 'empty') return [];
  const { yields } = action;
  const isEdit = yields === 'rewrite' || yields === 'comments';
  return [isEdit ? { ...pointed, intent: yields } : pointed];
}
