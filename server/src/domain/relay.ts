/** A value of JSON; members that are `undefined` are left out. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue };

/** The operations of OpenAI's API that are passed on: `/chat/completions`, `/completions`, `/embeddings`. */
export type RelayOperation = 'chat' | 'text' | 'embeddings';

/** A request of another program in OpenAI's form: it goes on as it is, but for the name of its model. */
export interface RelayInput {
  readonly kind: 'relay';
  readonly operation: RelayOperation;
  /** The members of its body, without those that only say how it is answered: `stream` and `stream_options`. */
  readonly body: { readonly [member: string]: JsonValue };
  /** All text of its prompt, for whoever counts tokens or looks for what must not be in it. */
  readonly texts: readonly string[];
  /** True for an answer in events, as it is made; false for one as a whole. */
  readonly isStreamed: boolean;
  /** Each step of the work on it may take some ten milliseconds: others are to have their turn between two. Absent for most. */
  readonly isLarge?: true;
  /** Its client's other wishes for a stream, beside its usage. */
  readonly streamOptions?: { readonly [member: string]: JsonValue };
}
