/** An endpoint as a model of the editor's chat; sizes are in tokens. */
export interface ChatModel {
  /** The endpoint's. */
  readonly id: string;
  readonly name: string;
  /** The model, as the settings name it. */
  readonly family: string;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
}

export interface ChatModelsResult {
  /** None while the folder is not trusted, or the extension is off. */
  readonly models: readonly ChatModel[];
}

/** Most turns of a conversation, and most UTF-16 units of all their texts. */
export const MAX_CHAT_TURNS = 1_000;

export const MAX_CHAT_TEXT = 1_000_000;

export interface ChatTurn {
  readonly by: 'user' | 'model';
  readonly text: string;
}

/** Asks the endpoint `model`; its text comes by `aurelis/text` notifications that name the id, too. */
export interface ChatParams {
  readonly id: string;
  readonly model: string;
  /** The oldest first; the last one is the question. */
  readonly turns: readonly ChatTurn[];
}

export interface ChatResult {
  /** The whole answer; as far as it came where there is a problem. */
  readonly text: string;
  /** Absent for an answer that came to its end; `text` is plain sentences for the user. */
  readonly problem?: {
    readonly kind: 'notFound' | 'noPermission' | 'failed';
    readonly text: string;
  };
}
