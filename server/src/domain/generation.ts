import type { EndpointErrorKind } from './endpointError.ts';
import type { RelayInput } from './relay.ts';
import type { StopRule } from './stopRule.ts';
import type { Surroundings } from './wrapping/standpoint.ts';

/** The kind of work that the user asked for; also the role that an endpoint must have. */
export type Task = 'completion' | 'action';

/** The kinds of requests in the queue, most urgent first. */
export type Priority = 'invoked' | 'action' | 'automatic' | 'batch' | 'speculative' | 'warming';

/** True if somebody asked for an answer and waits for it: with a key, a command, or from a script. */
export const isUserInitiated = (priority: Priority): boolean =>
  priority === 'invoked' || priority === 'action' || priority === 'batch';

/** True if a user waits for this one answer, and not for many. */
export const isAwaited = (priority: Priority): boolean =>
  isUserInitiated(priority) && priority !== 'batch';

/** True if nobody waits for the answer: it is asked for before anybody needs it. */
export const isAheadOfNeed = (priority: Priority): boolean =>
  priority === 'speculative' || priority === 'warming';

/** Code from another file that may help, and what that file is called. */
export interface Snippet {
  readonly name: string;
  readonly text: string;
}

/** Code around a cursor. The prompt itself is written by the endpoint's provider. */
export interface InfillInput {
  readonly kind: 'infill';
  readonly prefix: string;
  readonly suffix: string;
  /** Base name of the file, for models that know files by their names. */
  readonly file?: string;
  /** From other files, the most helpful last, nearest to the code; absent without any. */
  readonly snippets?: readonly Snippet[];
}

/** All text of an input, for whoever looks for what must not be in it, or how long it is. */
export const textsOf = (input: Input): readonly string[] =>
  input.kind === 'relay'
    ? input.texts
    : input.kind === 'infill'
      ? [
          input.prefix,
          input.suffix,
          ...(input.snippets ?? []).flatMap(({ name, text }) => [name, text]),
          ...(input.file === undefined ? [] : [input.file]),
        ]
      : [
          input.system,
          input.user,
          ...(input.systemForEdits === undefined ? [] : [input.systemForEdits]),
          ...(input.turns ?? []).map(({ text }) => text),
        ];

/** An input with each of its texts changed; the changes keep their lengths. What is passed on is not changed. */
export function withTexts<Some extends Input>(input: Some, change: (text: string) => string): Some {
  if (input.kind === 'relay') return input;
  if (input.kind === 'chat') {
    const { systemForEdits, turns } = input;
    return {
      ...input,
      system: change(input.system),
      user: change(input.user),
      ...(systemForEdits === undefined ? {} : { systemForEdits: change(systemForEdits) }),
      ...(turns === undefined
        ? {}
        : { turns: turns.map((turn) => ({ ...turn, text: change(turn.text) })) }),
    };
  }
  const { file, snippets } = input;
  return {
    ...input,
    prefix: change(input.prefix),
    suffix: change(input.suffix),
    ...(file === undefined ? {} : { file: change(file) }),
    ...(snippets === undefined
      ? {}
      : {
          snippets: snippets.map(({ name, text }) => ({ name: change(name), text: change(text) })),
        }),
  };
}

/** The text around the place that a request asks about, as far as the request holds it. */
export const surroundingsOf = ({
  input,
  languageId,
}: Pick<GenerationRequest, 'input' | 'languageId'>): Surroundings =>
  input.kind === 'infill'
    ? { before: input.prefix, after: input.suffix, languageId }
    : { before: '', after: '', languageId };

/** A part of a text, by offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A contribution to a conversation. */
export interface Turn {
  readonly by: 'user' | 'model';
  readonly text: string;
}

/** One question with its instructions. */
export interface ChatInput {
  readonly kind: 'chat';
  readonly system: string;
  /** In place of `system` where the endpoint's model is asked for edits (`Endpoint.editForm`), not for the whole block. */
  readonly systemForEdits?: string;
  /** Earlier contributions, the oldest first; absent for a question that is the first. */
  readonly turns?: readonly Turn[];
  readonly user: string;
  /**
   * The lines of `user` around what it asks about: what may be left out of it. Those above end with their line ends, those
   * below begin with them.
   */
  readonly around?: { readonly above: Span; readonly below: Span };
}

/** How a request was masked: enough to tell requests and answers apart; no credential. */
interface MaskedParts {
  /** A keyed digest of the credentials: the same request with others has another answer. */
  readonly digest: string;
  /** The words in their place. */
  readonly placeholders: readonly string[];
  /** Words of the request that resemble placeholders and are none. */
  readonly lookalikes: readonly string[];
}

/** The contents of a request. */
export type Input = InfillInput | ChatInput | RelayInput;

/** Everything that decides an answer, and nothing else: it is what the cache key hashes. */
export interface GenerationRequest {
  readonly task: Task;
  readonly input: Input;
  readonly languageId: string;
  readonly maxOutputTokens: number;
  readonly temperature: number;
  /** Decides where a stream is whole. */
  readonly stopRule: StopRule;
  /** The endpoint that the user has chosen for it, by its id: no other one may answer. Absent where any may. */
  readonly endpointId?: string;
  /** The model that must answer, at whatever endpoint has it. Absent where any may. */
  readonly model?: string;
  /** Answers are shared among requests of the same tenant only. Absent where all are one's own. */
  readonly tenant?: string;
  /** Absent where nothing was replaced. */
  readonly masked?: MaskedParts;
}

/** A request that one of our features has written. */
export interface FeatureRequest extends GenerationRequest {
  readonly input: InfillInput | ChatInput;
}

/** A request of another program, which is passed on. */
export interface RelayRequest extends GenerationRequest {
  readonly input: RelayInput;
}

export const isRelay = (request: GenerationRequest): request is RelayRequest =>
  request.input.kind === 'relay';

/** The document that a request is for, and the kind of work: `completion`, or an action's id. For the history of use on this machine. */
interface RequestUse {
  readonly uri: string;
  readonly kind: string;
}

/** Everything about one asking that does not change the answer. */
export interface GenerationContext {
  readonly signal: AbortSignal;
  readonly priority: Priority;
  /** Called with all the text so far as it streams in; `false` means "enough": stop the stream. */
  readonly onText?: (textSoFar: string) => boolean;
  /** Called with all events so far of an answer that is passed on, whenever there are more; `false` as above. */
  readonly onEvents?: (eventsSoFar: readonly string[]) => boolean;
  /** True for a request that neither shares a call or an answer with others, nor leaves one to them. */
  readonly isUnshared?: boolean;
  /** Told when the answer is that of a call which somebody else has begun. */
  readonly onJoined?: () => void;
  /** Told when the call that it joined is its own from now on: whoever began it has left. */
  readonly onInherited?: () => void;
  /** Asks for a new answer, whatever is cached; the new one replaces it. */
  readonly isFresh?: boolean;
  /** Base name of the file it is for: labels the answer in listings on this machine. */
  readonly file?: string;
  /** Absent for what is no use of a document by its user. */
  readonly use?: RequestUse;
  /** How long it may wait for a place, where another endpoint can be asked at once; as long as is usual without it. */
  readonly patienceMs?: number;
  /** True where its caller can be told when to come again: it is not held back by a pause whose end no server has named. */
  readonly comesAgain?: boolean;
  /** Told when the limits of an endpoint let the request go. */
  readonly onPermitted?: () => void;
  /** Told, before the answer is given, that other processes wait for it: its caller is to store it for them. */
  readonly onShared?: (shared: SharedAnswer) => void;
}

/** An answer for which other processes wait. */
export interface SharedAnswer {
  /** False once somebody else has asked instead: what they store is newer. Never rejects. */
  readonly mayStore: () => Promise<boolean>;
  /** To be called once: the others find it where all look, or will not. */
  readonly done: (isStored: boolean) => void;
}

/**
 * Why the text ends: the model ended it (`stop`), our stop rule found it whole (`enough`), or it was
 * cut short by the token limit or by a caller that wanted no more (`length`).
 */
export type Ending = 'stop' | 'enough' | 'length';

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input, those that the server had to evaluate because it had not just done so; absent where it does not say. */
  readonly evaluatedTokens?: number;
}

/** An earlier question that resembles the one asked. */
export interface SimilarPrompt {
  /** Under which its answer is cached. */
  readonly cacheKey: string;
  /** Estimated share of word pairs in common, 0 to 1. */
  readonly likeness: number;
}

/** An answer, and where it came from. */
export interface Generation {
  /** Of an answer that is passed on: its body as a whole, in JSON, however it came. */
  readonly text: string;
  readonly ending: Ending;
  readonly endpointId: string;
  readonly model: string;
  /** The model that has answered, where the server was to choose one, and says which; under the name that it has there. */
  readonly answeredBy?: string;
  /** `inFlight` shared a call that somebody else had begun. */
  readonly source: 'upstream' | 'inFlight' | 'memory' | 'redis' | 'disk' | 'http' | 'workspace';
  /** Under which key it is kept; absent for what is not. */
  readonly cacheKey?: string;
  readonly usage?: Usage;
  /** `prose`: the answer to the same question put with other manners; absent for an answer to this very text. */
  readonly match?: 'prose';
  /** Earlier questions that resemble this one; none of their answers is used. */
  readonly similar?: readonly SimilarPrompt[];
  /** Why the text was taken away; absent where it was not. */
  readonly withheld?: 'credential';
  /** Text came after the server had named an end: it may have gone on further. */
  readonly isContinued?: true;
  /** The error that broke the stream after this text; absent for one that ended as it should. */
  readonly fault?: EndpointErrorKind;
}

/** The listeners of a context, behind a look at each text and event: where that says `false`, nobody hears it. */
export const heard = (
  { onText, onEvents }: Pick<GenerationContext, 'onText' | 'onEvents'>,
  look: () => boolean,
): Required<Pick<GenerationContext, 'onText' | 'onEvents'>> => ({
  onText: (text) => look() && (onText?.(text) ?? true),
  onEvents: (events) => look() && (onEvents?.(events) ?? true),
});

/**
 * The one shape between a feature and the network.
 * Rejects with `CancelledError` when the signal aborts and with `EndpointError` when nobody can answer.
 */
export type Generate = (
  request: GenerationRequest,
  context: GenerationContext,
) => Promise<Generation>;

/** True for texts that may be given to others later: ended by the model or by our own rule. */
export const isWhole = (generation: Generation): boolean => generation.ending !== 'length';
