/** An address with OpenAI's API, and a key for it. */
export interface Place {
  readonly baseURL: string;
  readonly apiKey: string;
}

/** The outcome of a program, as JSON. */
export interface Outcome {
  /** How an answer came: a kept one comes in other pieces. */
  readonly pieces?: unknown;
  readonly [member: string]: unknown;
}

/** A small program that uses a client as its documentation shows. It knows nothing of the place but its address and a key. */
export interface Program {
  readonly name: string;
  /** The same program once more costs no call: its answers are kept. */
  readonly isKept: boolean;
  readonly run: (place: Place) => Promise<Outcome>;
}

export const kept = (name: string, run: Program['run']): Program => ({ name, isKept: true, run });
export const fresh = (name: string, run: Program['run']): Program => ({ name, isKept: false, run });

/** Everything that a stream gives. */
export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const pieces: T[] = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces;
}

/** The models that the programs ask for; those that refuse are one program's each. */
export const CHAT = 'gpt-4o-mini';
export const TEXT = 'gpt-3.5-turbo-instruct';
export const EMBEDDING = 'text-embedding-3-small';

/** A picture of one pixel. */
export const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
