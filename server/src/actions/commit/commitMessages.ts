import { throwIfAborted } from '../../base/abort.ts';
import type { Clock } from '../../base/clock.ts';
import type { Observer } from '../../base/observer.ts';
import { inTurns } from '../../base/turns.ts';
import { EndpointError } from '../../domain/endpointError.ts';
import type { ChatInput, Generate, Generation } from '../../domain/generation.ts';
import type { SharingPolicy } from '../../privacy/sharingPolicy.ts';
import type { Habits } from '../context/habits.ts';
import type { ActionEvent } from '../events.ts';
import { allowedIn } from './allowed.ts';
import { MAX_FILES, readDiff } from './diff.ts';
import { promptFor } from './prompt.ts';
import type { CommitQuery } from './query.ts';
import { type MessageReading, readMessage, shownMessage } from './readMessage.ts';

/** The outcome of asking for a commit message. */
export type CommitOutcome =
  | MessageReading
  /** Nothing was asked: git's output could not be read, all of it is excluded, it is of another machine, or there is no room for it. */
  | { readonly kind: 'unasked'; readonly why: 'unreadable' | 'excluded' | 'elsewhere' | 'noRoom' };

export interface CommitTools {
  readonly clock: Clock;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
  readonly habits: Pick<Habits, 'of'>;
  readonly generate: Generate;
  readonly observe: Observer<ActionEvent>;
  /** Told of an answer that holds no message: the next try gets another one. */
  readonly onUnusable: (answer: Generation) => void;
  /** UTF-16 units that the endpoint takes which would be asked first. */
  readonly room: () => number;
}

/** A message is short; a model that thinks needs more. */
const MAX_OUTPUT_TOKENS = 2_000;
/** Parts of the room that are tried one after the other: another endpoint may take less, or count otherwise. */
const PARTS = [1, 1 / 2, 1 / 4];
/** As git calls the file that a message is written into. */
const FILE = 'COMMIT_EDITMSG';

/** Writes commit messages: reads the diff, leaves out what may not be sent, asks the model, and reads its answer. */
export class CommitMessages {
  readonly #tools: CommitTools;

  constructor(tools: CommitTools) {
    this.#tools = tools;
  }

  /**
   * Asks for the message of some staged changes. `onText` is told all that is known of it so far. Rejects with `CancelledError` and `EndpointError` as the
   * pipeline does.
   */
  async write(
    query: CommitQuery,
    signal: AbortSignal,
    onText: (messageSoFar: string) => void,
  ): Promise<CommitOutcome> {
    const { clock, policy, habits, observe, onUnusable, room } = this.#tools;
    const startedAt = clock.monotonic();
    observe({ kind: 'actionRequested' });
    const soon = (callback: () => void) => clock.soon(callback);
    const files = await inTurns(readDiff(query.diff), soon);
    if (files.length === 0) return { kind: 'unasked', why: 'unreadable' };
    const wishes = await habits.of(query.folder.endsWith('/') ? query.folder : `${query.folder}/`);
    throwIfAborted(signal);
    // Last of all that waits, as lists may change meanwhile.
    const looked = files.slice(0, MAX_FILES);
    const allowed = await allowedIn(query.folder, looked, policy, clock, signal);
    if (allowed === undefined) return { kind: 'unasked', why: 'elsewhere' };
    if (allowed.files.length === 0) return { kind: 'unasked', why: 'excluded' };
    const most = room();
    const isCut = query.isCut || files.length > looked.length;
    const inputFor = async (part: number) =>
      inTurns(promptFor({ ...query, isCut }, allowed, wishes, most * part), soon);
    const generation = await this.#ask(inputFor, query.isFresh, signal, onText);
    if (generation === undefined) return { kind: 'unasked', why: 'noRoom' };
    throwIfAborted(signal);
    const { source, model } = generation;
    const ms = clock.monotonic() - startedAt;
    observe({ kind: 'actionAnswered', from: source, model, ms });
    const reading = readMessage(generation);
    if (reading.kind === 'message') observe({ kind: 'actionApplied' });
    else onUnusable(generation);
    return reading;
  }

  /** Asks in the largest part of the room that is not too long; `undefined` where nothing can be asked in it. */
  async #ask(
    inputFor: (part: number) => Promise<ChatInput | undefined>,
    isFresh: boolean,
    signal: AbortSignal,
    onText: (messageSoFar: string) => void,
  ): Promise<Generation | undefined> {
    let tooLong: EndpointError | undefined;
    for (const part of PARTS) {
      const input = await inputFor(part);
      throwIfAborted(signal);
      if (input === undefined) break;
      try {
        return await this.#tools.generate(
          {
            task: 'action',
            input,
            languageId: 'git-commit',
            maxOutputTokens: MAX_OUTPUT_TOKENS,
            temperature: 0,
            stopRule: { name: 'none', version: 1 },
          },
          {
            signal,
            priority: 'action',
            file: FILE,
            isFresh,
            onText: shownTo(onText),
          },
        );
      } catch (error) {
        if (!isTooLong(error)) throw error;
        tooLong = error;
      }
    }
    if (tooLong !== undefined) throw tooLong;
    return undefined;
  }
}

/** Longer answers are looked at each time when they have grown by a part of their length. */
const SHORT = 8_000;
const GROWTH = 1 / 32;

/** Shows the message as it grows, and ends the answer when it is longer than messages are. */
function shownTo(onText: (messageSoFar: string) => void): (textSoFar: string) => boolean {
  let next = 0;
  return (textSoFar) => {
    if (textSoFar.length < next) return true;
    if (textSoFar.length > SHORT) next = textSoFar.length * (1 + GROWTH);
    const message = shownMessage(textSoFar);
    if (message === undefined) return false;
    if (message !== '') onText(message);
    return true;
  };
}

const isTooLong = (error: unknown): error is EndpointError =>
  error instanceof EndpointError && (error.kind === 'tooLong' || error.kind === 'contextFull');
