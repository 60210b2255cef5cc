import { MAX_MESSAGE } from '../actions/action.ts';
import type { Clock } from '../base/clock.ts';
import { withDeadline } from '../base/deadline.ts';
import {
  type AskWordsParams,
  type DefinitionsParams,
  type DiagnosticsParams,
  type DiagnosticsResult,
  type ExplanationParams,
  PREVIEW_CHOICES,
  type PreviewChoice,
  type PreviewParams,
  type ShowFileParams,
} from '../protocol/actionMessages.ts';
import { method } from '../protocol/messages.ts';
import type { ClientRequests } from './door/clientRequests.ts';

/** Longest words of a user's that are taken, in UTF-16 units. */
const MAX_WORDS = 4_000;
/** Most diagnostics that are taken. */
const MAX_DIAGNOSTICS = 10_000;
/** The client is asked for diagnostics before an edit, which waits for them; after it, it looks itself for ten seconds. In milliseconds. */
const MAX_BEFORE_MS = 2_000;
const MAX_AFTER_MS = 12_000;
/** A text that grows is shown again after so long at the soonest: an editor draws all of it each time. */
const REDRAW_MS = 100;

type Found = DiagnosticsResult['diagnostics'][number];

/** Things that a client can show and tell beyond LSP, each only where it asks for the message. All of its answers are checked. */
export class EditorSurfaces {
  readonly #client: ClientRequests;
  readonly #clock: Clock;

  constructor(client: ClientRequests, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  get canAsk(): boolean {
    return this.#client.knows(method.askWords);
  }

  /** True for an editor that keeps API keys. */
  get canSetKey(): boolean {
    return this.#client.knows(method.editCredential);
  }

  get canPreview(): boolean {
    return this.#client.knows(method.preview);
  }

  get canExplain(): boolean {
    return this.#client.knows(method.explanation);
  }

  get canShowFiles(): boolean {
    return this.#client.knows(method.showFile);
  }

  /** The user's words; `undefined` where they have none. */
  async askWords(params: AskWordsParams): Promise<string | undefined> {
    const { words } = membersOf(await this.#client.askUser(method.askWords, params));
    if (typeof words !== 'string') return undefined;
    const said = words.slice(0, MAX_WORDS).trim();
    return said === '' ? undefined : said;
  }

  async preview(params: PreviewParams): Promise<PreviewChoice> {
    const { choice } = membersOf(await this.#client.askUser(method.preview, params));
    return PREVIEW_CHOICES.find((known) => known === choice) ?? 'discard';
  }

  async showFile(params: ShowFileParams): Promise<void> {
    await this.#client.askUser(method.showFile, params);
  }

  /** The editor's diagnostics of a document, all tools'; `undefined` where it does not tell. */
  async diagnostics(params: DiagnosticsParams): Promise<readonly Found[] | undefined> {
    const mostMs = params.isAfterEdit ? MAX_AFTER_MS : MAX_BEFORE_MS;
    const told = await withDeadline(this.#clock, mostMs, (late) =>
      this.#client.askUser(method.diagnostics, params, late),
    ).catch(() => undefined);
    const { diagnostics } = membersOf(told);
    return Array.isArray(diagnostics)
      ? diagnostics.slice(0, MAX_DIAGNOSTICS).flatMap((each) => diagnosticIn(each))
      : undefined;
  }

  /** Resolves once the client has told of the edits that it has made: it answers them before it does, and other questions behind it. */
  async caughtUp(uri: string): Promise<void> {
    const params: DiagnosticsParams = { uri, isAfterEdit: false };
    await this.#client.askCustom(method.diagnostics, params);
  }

  /** Where symbols are defined, as far as the editor knows. Its answer is not looked at here. */
  definitions(params: DefinitionsParams, signal: AbortSignal): Promise<unknown> {
    return this.#client.askUser(method.definitions, params, signal);
  }

  /** Opens a text about code; the functions show what has come of it. */
  explanation(id: string, title: string): Explanation {
    let shownAt = Number.NEGATIVE_INFINITY;
    let latest = '';
    let timer: { dispose(): void } | undefined;
    const tell = (isDone: boolean, problem?: string) => {
      timer?.dispose();
      timer = undefined;
      shownAt = this.#clock.monotonic();
      const params: ExplanationParams = { id, title, text: latest, isDone };
      this.#client.tell(
        method.explanation,
        problem === undefined ? params : { ...params, problem },
      );
    };
    tell(false);
    shownAt = Number.NEGATIVE_INFINITY;
    return {
      grown: (text) => {
        if (text === latest) return;
        latest = text;
        const restMs = shownAt + REDRAW_MS - this.#clock.monotonic();
        if (restMs <= 0) tell(false);
        else timer ??= this.#clock.after(restMs, () => tell(false));
      },
      done: (text, problem) => {
        latest = text;
        tell(true, problem);
      },
      failed: (problem) => tell(true, problem),
    };
  }
}

/** A text about code that is shown while it is written. */
export interface Explanation {
  readonly grown: (textSoFar: string) => void;
  /** `problem`: why it is not all of the text. */
  readonly done: (text: string, problem?: string) => void;
  readonly failed: (problem: string) => void;
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function diagnosticIn(value: unknown): Found[] {
  const { line, message, source, code, isError } = membersOf(value);
  if (!Number.isSafeInteger(line) || Number(line) < 0 || typeof message !== 'string') return [];
  const name = (text: unknown) => (typeof text === 'string' ? text.slice(0, 1_000) : undefined);
  const [from, kind] = [name(source), name(code)];
  return [
    {
      line: Number(line),
      message: message.slice(0, MAX_MESSAGE),
      isError: isError === true,
      ...(from === undefined ? {} : { source: from }),
      ...(kind === undefined ? {} : { code: kind }),
    },
  ];
}
