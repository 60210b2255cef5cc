import { throwIfAborted } from '../base/abort.ts';
import { inBatches } from '../base/batches.ts';
import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import { baseName } from '../documents/baseName.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { LineRange } from '../documents/enclosingBlock.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { EditForm } from '../domain/endpoint.ts';
import type {
  ChatInput,
  Generate,
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../domain/generation.ts';
import type { SharingPolicy } from '../privacy/sharingPolicy.ts';
import {
  type Action,
  type ActionTarget,
  type Diagnostic,
  type Knowledge,
  MAX_DIAGNOSTICS,
} from './action.ts';
import { readAnswer } from './answer/readAnswer.ts';
import { readFile } from './answer/readFile.ts';
import { readText, spokenSoFar } from './answer/readText.ts';
import { askedInForm } from './askedInForm.ts';
import { catalogue } from './catalogue/index.ts';
import { withHabits } from './context/habits.ts';
import type { ActionEvent } from './events.ts';
import { type ActionOffer, offersAt, offersFor, pointedAt } from './offers.ts';
import { type ActionOutcome, together } from './outcome.ts';
import { rebased } from './rebased.ts';
import { targetsOf } from './targets.ts';
import { testFileOf } from './testFile.ts';

/** Tokens for an answer: a block is at most some 200 lines, and most are far shorter. */
const MIN_OUTPUT_TOKENS = 2_000;
const MAX_OUTPUT_TOKENS = 6_000;
/** A text about code, and a file of tests, have no block to measure them by. */
const TEXT_OUTPUT_TOKENS = 1_500;
const FILE_OUTPUT_TOKENS = 4_000;

/** Which edits the user sees before they are made: all, rewrites, or only those that are not sure. */
export type PreviewWish = 'always' | 'rewrites' | 'never';

export interface ActionTools {
  readonly documents: DocumentStore;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
  readonly generate: Generate;
  readonly clock: Clock;
  readonly observe: Observer<ActionEvent>;
  /** Most blocks that are asked about at once. */
  readonly batchSize: number;
  readonly preview?: PreviewWish;
  /** The user's own entries of the menu, behind those of the catalogue. */
  readonly custom?: readonly Action[];
  /** The project's own wishes about style, for a file; '' without any. */
  readonly habits?: (uri: string) => Promise<string>;
  /** Definitions of what a piece of a document uses, written as code; '' where none are known. Never rejects but by the signal. */
  readonly definitions?: (
    document: LiveDocument,
    target: ActionTarget,
    signal: AbortSignal,
  ) => Promise<string>;
  /** The form in which an endpoint is asked for edits. */
  readonly editFormOf: (endpointId: string) => EditForm;
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

  constructor(tools: ActionTools) {
    this.#tools = tools;
    this.preview = tools.preview ?? 'rewrites';
    this.#actions = [...catalogue, ...(tools.custom ?? [])];
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
    const [first] = results;
    // With several each counts for itself, and what was answered is cached for the next try.
    if (first?.kind === 'failed' && results.every(({ kind }) => kind === 'failed'))
      throw first.error;
    if (action.yields === 'text' || action.yields === 'file') {
      return first?.kind === 'done'
        ? alone(action.yields, first.value.answer, document)
        : { kind: 'unchanged' };
    }
    const readings = results.flatMap((result) =>
      result.kind === 'done' ? [result.value.reading] : [],
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
    if (now.version === outcome.version) return outcome;
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
    const { documents, clock, observe, batchSize, definitions, habits } = this.#tools;
    const startedAt = clock.monotonic();
    const isOne = targets.length === 1;
    const file = baseName(document.uri);
    const wishes = (await habits?.(document.uri)) ?? '';
    const ask = async (target: ActionTarget, own: AbortSignal) => {
      const known = (await definitions?.(document, target, own)) ?? '';
      const knowledge = { words, lastTry, file, definitions: known };
      const count = lineCounter(isOne ? onProgress : () => undefined);
      const context: GenerationContext = {
        signal: own,
        priority: isOne ? 'action' : 'batch',
        file,
        isFresh,
        onText: (text) => {
          count(text);
          onText?.(spokenSoFar(text));
          return true;
        },
      };
      const asked = await askedInForm(requestFor(action, target, knowledge, wishes), context, {
        ...this.#tools,
        read: (answer) => readAnswer(answer, target),
        isCurrent: () => documents.get(document.uri)?.version === document.version,
      });
      const { source, model } = asked.answer;
      observe({ kind: 'actionAnswered', from: source, model, ms: clock.monotonic() - startedAt });
      return asked;
    };
    return inBatches(targets, ask, {
      size: batchSize,
      signal,
      ...(isOne ? {} : { onProgress }),
    });
  }

  applied(): void {
    this.#tools.observe({ kind: 'actionApplied' });
  }
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
  { uri, languageId }: LiveDocument,
): ActionOutcome {
  if (yields === 'text') {
    const read = readText(generation);
    return typeof read === 'string'
      ? { kind: 'refused', why: read }
      : { kind: 'text', text: read.text };
  }
  const read = readFile(generation, languageId);
  return typeof read === 'string'
    ? { kind: 'refused', why: read }
    : { kind: 'file', uri: testFileOf(uri), lines: read };
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

const requestFor = (
  action: Action,
  target: ActionTarget,
  knowledge: Knowledge,
  wishes: string,
): GenerationRequest => ({
  task: 'action',
  input: styled(action.ask(target, knowledge), wishes),
  languageId: target.languageId,
  maxOutputTokens: outputTokens(action, target),
  temperature: 0,
  stopRule: { name: 'none', version: 1 },
});

/** Most UTF-16 units of a project's wishes in one question: each question pays for them. */
const MAX_WISHES = 4_000;

function styled(input: ChatInput, wishes: string): ChatInput {
  const { system, systemForEdits } = input;
  const edits =
    systemForEdits === undefined
      ? {}
      : { systemForEdits: withHabits(systemForEdits, wishes, MAX_WISHES) };
  return { ...input, system: withHabits(system, wishes, MAX_WISHES), ...edits };
}

/** Twice the block, at about three characters a token, and never less than usual. */
function outputTokens({ yields }: Action, { lines, block }: ActionTarget): number {
  if (yields === 'text') return TEXT_OUTPUT_TOKENS;
  if (yields === 'file') return FILE_OUTPUT_TOKENS;
  const length = lines
    .slice(block.first, block.last + 1)
    .reduce((sum, line) => sum + line.length + 1, 0);
  const wanted = Math.ceil((2 * length) / 3);
  return Math.min(MAX_OUTPUT_TOKENS, Math.max(MIN_OUTPUT_TOKENS, wanted));
}
