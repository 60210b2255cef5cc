/** Most characters of each part of a prompt. */
export interface PromptSize {
  /** Of the document before the cursor, cells above it included. */
  readonly prefix: number;
  /** Of those, how many stay when the window's start moves: they are evaluated anew then. */
  readonly keptPrefix: number;
  /** Of the document behind the cursor. */
  readonly suffix: number;
  /** Of other files. */
  readonly snippets: number;
}

/** For servers that read a prompt faster than anybody notices: of other files about a thousand tokens. */
export const FULL_SIZE: PromptSize = {
  prefix: 8_000,
  keptPrefix: 4_000,
  suffix: 3_000,
  snippets: 4_000,
};
