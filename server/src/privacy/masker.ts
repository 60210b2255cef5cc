import { keyedDigest } from '../base/digest.ts';
import {
  type ChatInput,
  type GenerationRequest,
  type InfillInput,
  type Span,
  textsOf,
} from '../domain/generation.ts';
import { credentialsIn } from './credentials.ts';
import { Substitution } from './substitution.ts';
import { TextScans } from './textScans.ts';

/** A request as it is sent, and the way back. */
export interface MaskedRequest {
  /** Without credentials; the request itself where it holds none. */
  readonly request: GenerationRequest;
  readonly substitution: Substitution;
}

/**
 * Takes the credentials out of requests. A credential has the same placeholder in all requests under the same secret, so that prompts
 * stay the same for a model server's cache; different ones have different placeholders.
 */
export class Masker {
  readonly #secret: string;
  readonly #scans = new TextScans();
  /** A request is asked for several times on its way. */
  readonly #known = new WeakMap<GenerationRequest, MaskedRequest>();

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The request as it may leave the process: what is sent, and hashed for its cache key. */
  mask(request: GenerationRequest): MaskedRequest {
    const known = this.#known.get(request);
    if (known !== undefined) return known;
    const masked = this.#masked(request);
    this.#known.set(request, masked);
    return masked;
  }

  #masked(request: GenerationRequest): MaskedRequest {
    const { input } = request;
    // What other programs ask is passed on as it is.
    if (input.kind === 'relay')
      return { request, substitution: new Substitution(this.#secret, [], [], []) };
    const texts = textsOf(input);
    const found =
      input.kind === 'infill'
        ? this.#scans.infill(input)
        : texts.map((text) => credentialsIn(text));
    const credentials = new Set<string>();
    found.forEach((spans, index) => {
      for (const { start, end } of spans) credentials.add((texts[index] ?? '').slice(start, end));
    });
    const own = input.kind === 'infill' ? [input.prefix, input.suffix] : texts;
    const substitution = new Substitution(this.#secret, [...credentials], texts, own);
    if (credentials.size === 0) return { request, substitution };
    const spans = texts.map((text, index) => substitution.everywhere(text, found[index] ?? []));
    const masked = maskedInput(input, texts, spans, substitution);
    const { placeholders, lookalikes } = substitution;
    const digest = keyedDigest(this.#secret, ['credentials', ...credentials]);
    return {
      request: {
        ...request,
        input: masked,
        masked: { digest, placeholders, lookalikes },
      },
      substitution,
    };
  }
}

/** An input with its texts masked, in the order of `textsOf`. */
function maskedInput(
  input: InfillInput | ChatInput,
  texts: readonly string[],
  spans: readonly (readonly Span[])[],
  substitution: Substitution,
): InfillInput | ChatInput {
  const masked = texts.map((text, index) => substitution.replaced(text, spans[index] ?? []));
  const at = (index: number) => masked[index] ?? '';
  if (input.kind === 'chat') {
    const moved = (offset: number) => substitution.moved(texts[1] ?? '', spans[1] ?? [], offset);
    const span = ({ start, end }: Span): Span => ({ start: moved(start), end: moved(end) });
    const { around } = input;
    const { systemForEdits, turns } = input;
    const firstTurn = systemForEdits === undefined ? 2 : 3;
    const chat = {
      kind: 'chat',
      system: at(0),
      user: at(1),
      ...(systemForEdits === undefined ? {} : { systemForEdits: at(2) }),
      ...(turns === undefined
        ? {}
        : { turns: turns.map(({ by }, index) => ({ by, text: at(firstTurn + index) })) }),
    } as const;
    return around === undefined
      ? chat
      : { ...chat, around: { above: span(around.above), below: span(around.below) } };
  }
  const file = input.file === undefined ? {} : { file: masked.at(-1) ?? '' };
  const infill = { kind: 'infill', prefix: at(0), suffix: at(1), ...file } as const;
  if (input.snippets === undefined) return infill;
  const snippets = input.snippets.map((_, index) => ({
    name: at(2 + 2 * index),
    text: at(3 + 2 * index),
  }));
  return { ...infill, snippets };
}
