import type { Endpoint } from '../domain/endpoint.ts';
import type { Generate, GenerationRequest, InfillInput } from '../domain/generation.ts';

/** Heads of prompts are compared in pieces of so many characters: no text is kept. */
const PIECE = 100;
/** Less that is new is evaluated by the call itself, soon enough; in pieces. */
const LEAST_NEW = 4;

/** Evaluates prompts ahead of the calls that need them, one at a time; gives way to every call. */
export class AheadReader {
  /** The prints of what each endpoint has evaluated last; its server keeps at least that. */
  readonly #known = new WeakMap<Endpoint, readonly number[]>();
  #running: AbortController | undefined;

  /** A request goes to an endpoint: what is being read is given up at once. */
  sent(endpoint: Endpoint, { input }: GenerationRequest): void {
    this.#running?.abort();
    // A question leaves nothing of a prompt in a server with one slot.
    if (input.kind === 'infill') this.#known.set(endpoint, printsOf(input));
    else this.#known.delete(endpoint);
  }

  /** Has a request's prompt evaluated, and next to nothing generated, if much of it is new. Never rejects. */
  async read(
    endpoint: Endpoint,
    request: GenerationRequest,
    signal: AbortSignal,
    send: Generate,
  ): Promise<void> {
    const { input } = request;
    if (this.#running !== undefined || signal.aborted || input.kind !== 'infill') return;
    const prints = printsOf(input);
    if (newIn(prints, this.#known.get(endpoint) ?? []) < LEAST_NEW) return;
    // Even if it fails: it is not tried again and again.
    this.#known.set(endpoint, prints);
    const running = new AbortController();
    this.#running = running;
    // llama.cpp generates nothing where it is told so; elsewhere 0 is refused, or means no limit.
    const maxOutputTokens = endpoint.completionApi === 'infill' ? 0 : 1;
    const either = AbortSignal.any([signal, running.signal]);
    const context = { signal: either, priority: 'warming' } as const;
    await send({ ...request, maxOutputTokens }, context).catch(nobodyWaits);
    this.#running = undefined;
  }
}

/** The prints of a prompt's beginnings, each a piece longer than the one before: other files first, then what stands before the cursor. */
function printsOf({ snippets = [], prefix }: InfillInput): number[] {
  const head = [...snippets.map(({ text }) => text), prefix].join('\n');
  const prints: number[] = [];
  let hash = 0;
  for (let at = 0; at < head.length; at++) {
    hash = (Math.imul(hash, 31) + head.charCodeAt(at)) | 0;
    if (at % PIECE === PIECE - 1) prints.push(hash);
  }
  return prints;
}

/** How many pieces of a prompt stand behind the beginning that it shares with the one before. */
function newIn(prints: readonly number[], known: readonly number[]): number {
  let shared = 0;
  while (shared < prints.length && prints[shared] === known[shared]) shared++;
  return prints.length - shared;
}

/** The call that follows evaluates what was not, and tells what is wrong. */
const nobodyWaits = (): undefined => undefined;
