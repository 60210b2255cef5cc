import type { Endpoint } from '../domain/endpoint.ts';
import type { Generate, GenerationRequest } from '../domain/generation.ts';
import { promptPrints, sharedPrints } from '../domain/promptPrints.ts';

/** Less that is new is evaluated by the call itself, soon enough; in pieces of a prompt. */
const LEAST_NEW = 4;

/** Evaluates prompts ahead of the calls that need them, one at a time; gives way to every call. */
export class AheadReader {
  /** The prints of what each endpoint has evaluated last; its server keeps at least that. */
  readonly #known = new WeakMap<Endpoint, readonly number[]>();
  #running: AbortController | undefined;

  /** A request goes to an endpoint: what is being read is given up at once. */
  sent(endpoint: Endpoint, request: GenerationRequest): void {
    this.#running?.abort();
    // A question leaves nothing of a prompt in a server with one slot.
    if (request.input.kind === 'infill') this.#known.set(endpoint, promptPrints(request));
    else this.#known.delete(endpoint);
  }

  /** Has a request's prompt evaluated, and next to nothing generated, if much of it is new. Never rejects. */
  async read(
    endpoint: Endpoint,
    request: GenerationRequest,
    signal: AbortSignal,
    send: Generate,
  ): Promise<void> {
    const isInfill = request.input.kind === 'infill';
    if (this.#running !== undefined || signal.aborted || !isInfill) return;
    const prints = promptPrints(request);
    const known = sharedPrints(prints, this.#known.get(endpoint) ?? []);
    if (prints.length - known < LEAST_NEW) return;
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

/** The call that follows evaluates what was not, and tells what is wrong. */
const nobodyWaits = (): undefined => undefined;
