import { inBatches } from '../../base/batches.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { DocumentStore } from '../../documents/documentStore.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import { EndpointError } from '../../domain/endpointError.ts';
import type { SharingPolicy } from '../../privacy/sharingPolicy.ts';
import { type AskTools, ask } from '../asking.ts';
import { fix } from '../catalogue/fix.ts';
import { type FixAllOutcome, outcomeOf } from './fixAllOutcome.ts';
import type { FixAllDocument, FixAllRun } from './fixAllRun.ts';
import type { FixAllRuns } from './fixAllRuns.ts';
import { leftOut } from './leftOut.ts';
import { aimedAnew, type Piece } from './piece.ts';

interface FixAllTools extends AskTools {
  readonly documents: DocumentStore;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
  /** Most blocks that are asked about at once. */
  readonly batchSize: number | (() => number);
}

interface FixAllPass {
  readonly signal: AbortSignal;
  /** Told how many problems are done with, one way or the other. */
  readonly onProgress: (done: number) => void;
}

/** Mends all problems of many documents: asks about each block on its own, in order, some at a time. */
export class FixAll {
  readonly #tools: FixAllTools;
  readonly #runs: FixAllRuns;

  constructor(tools: FixAllTools, runs: FixAllRuns) {
    this.#tools = tools;
    this.#runs = runs;
  }

  /** A new run; `isResumed`: the one of that name, if it is still known. */
  run(id: string, documents: readonly FixAllDocument[], isResumed: boolean): FixAllRun {
    return this.#runs.named(id, documents, isResumed);
  }

  /** Lets a run ask until what is returned is disposed of; `undefined` while another one does. */
  begin(): Disposable | undefined {
    return this.#runs.begin();
  }

  /**
   * Asks about everything in a run that has no answer yet; once all was asked about, also about those whose answers were of no use.
   * Never rejects; resolves with an error of ours, if there was one. An abort leaves the rest for another time.
   */
  async ask(run: FixAllRun, { signal, onProgress }: FixAllPass): Promise<unknown> {
    const { observe, batchSize } = this.#tools;
    observe({ kind: 'actionRequested' });
    await this.#read(run, signal);
    const isComplete = !run.pieces.some(isUnasked);
    const pieces = run.pieces.filter((piece) => isToAsk(piece, isComplete));
    const fresh = new Set(pieces.filter(isRefused));
    for (const piece of pieces) piece.state = { kind: 'open', why: 'unasked' };
    let defect: unknown;
    const askOne = async (piece: Piece, own: AbortSignal) => {
      await this.#askAbout(piece, own, fresh.has(piece)).catch((error: unknown) => {
        if (own.aborted) return;
        if (error instanceof EndpointError) piece.state = { kind: 'open', why: error };
        else {
          piece.state = { kind: 'open', why: 'defect' };
          defect ??= error;
        }
      });
      onProgress(run.all - unaskedIn(run));
    };
    await inBatches(pieces, askOne, { size: batchSize, signal });
    return defect;
  }

  /** The edits that can be made now, and why the rest is left. `canShow`: those that are not sure, too. */
  outcome(run: FixAllRun, canShow: boolean): FixAllOutcome {
    return outcomeOf(run, this.#tools.documents, canShow);
  }

  /** Tells that edits were made. `isChosen`: the user could leave some out; those that they did are returned, and can be made later. */
  applied(outcome: FixAllOutcome, isChosen = false): readonly Piece[] {
    const others = isChosen ? leftOut(outcome, this.#tools.documents) : [];
    for (const piece of outcome.pieces) {
      if (!others.includes(piece)) piece.state = { kind: 'applied' };
    }
    this.#tools.observe({ kind: 'actionApplied' });
    return others;
  }

  /** Finds the blocks of documents, one document in each turn of the event loop. */
  async #read(run: FixAllRun, signal: AbortSignal): Promise<void> {
    for (const uri of run.unread) {
      if (signal.aborted) return;
      run.read(uri, this.#served(uri));
      await new Promise<void>((resolve) => this.#tools.clock.soon(resolve));
    }
  }

  async #askAbout(piece: Piece, signal: AbortSignal, isFresh: boolean): Promise<void> {
    const tools = this.#tools;
    const startedAt = tools.clock.monotonic();
    const { uri } = piece.aim.document;
    const wishes = (await tools.habits?.(uri)) ?? '';
    const now = this.#served(uri);
    // A list, a setting or the text may have changed while others were asked about.
    const aim = now === piece.aim.document ? piece.aim : aimedAt(piece, now);
    if (typeof aim === 'string') {
      piece.state = { kind: 'open', why: aim };
      return;
    }
    piece.aim = aim;
    const { document, target } = aim;
    const said = { words: '', lastTry: '' };
    const question = { action: fix, document, target, wishes, startedAt, said };
    const { reading } = await ask(tools, question, { signal, priority: 'batch', isFresh });
    piece.state = { kind: 'read', reading };
  }

  #served(uri: string): LiveDocument | 'closed' | 'excluded' {
    const document = this.#tools.documents.get(uri);
    if (document === undefined) return 'closed';
    return this.#tools.policy.exclusionOf(document) === undefined ? document : 'excluded';
  }
}

const aimedAt = (piece: Piece, now: LiveDocument | 'closed' | 'excluded') =>
  typeof now === 'string' ? now : (aimedAnew(piece.aim, now) ?? 'changed');

const isUnasked = ({ state }: Piece): boolean => state.kind === 'open' && state.why === 'unasked';

const isRefused = ({ state }: Piece): boolean =>
  state.kind === 'read' && state.reading.kind === 'refused';

const isToAsk = (piece: Piece, isComplete: boolean): boolean =>
  piece.state.kind === 'open' || (isComplete && isRefused(piece));

const unaskedIn = ({ pieces, without }: FixAllRun): number =>
  pieces.filter(isUnasked).reduce((sum, { aim }) => sum + aim.diagnostics.length, 0) +
  without.reduce((sum, { why, count }) => sum + (why === 'unasked' ? count : 0), 0);
