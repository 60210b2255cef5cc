import type { Pieces } from '../base/turns.ts';
import { type Generation, type GenerationRequest, isWhole } from '../domain/generation.ts';
import { credentialPieces } from '../privacy/credentials.ts';
import { isGarbled } from '../privacy/placeholders.ts';

/** Members of every answer: servers give them, and models do not write them. */
const GIVEN: ReadonlySet<string> = new Set([
  'id',
  'object',
  'model',
  'created',
  'usage',
  'system_fingerprint',
  'service_tier',
  'role',
  'finish_reason',
  'index',
]);
/** They stand in an answer, in its choices and in their messages; what lies deeper may be anybody's. */
const GIVEN_DEPTH = 2;
/** Members whose text is all that a model has written. */
const WRITTEN: ReadonlySet<string> = new Set(['content', 'text']);
/** No shorter name is a credential, in characters. */
const MIN_CREDENTIAL = 12;
const MAX_BYTES = 256 * 1024;
/** Above it an answer is one of many that were meant to differ. */
const MAX_TEMPERATURE = 0.3;

/** UTF-16 units of texts that are looked at in one go, and what a text costs at least. */
const PIECE = 32_768;
const TEXT = 64;

/** Requests of other programs that were looked at: they are asked for before they are sent, and again with their answers. */
const known = new WeakMap<GenerationRequest['input'], boolean>();

/** True for a request the answer to which may be stored, if it is such an answer. */
export function* mayStoreAnswer({ temperature, input }: GenerationRequest): Pieces<boolean> {
  if (temperature > MAX_TEMPERATURE) return false;
  if (input.kind !== 'relay') return true;
  const isFree = known.get(input) ?? !(yield* holdCredential(input.texts));
  known.set(input, isFree);
  return isFree;
}

/**
 * Only what is proven whole, of a sane size, with all placeholders as they were, and without a credential: those of the request are masked
 * here, any other is somebody's. What another program asks with a credential in it is not masked, and not stored. Numbers hold none: their base64 looks
 * like one by chance.
 */
export function* isStorable(request: GenerationRequest, generation: Generation): Pieces<boolean> {
  return (
    generation.source === 'upstream' &&
    generation.fault === undefined &&
    generation.isContinued === undefined &&
    isWhole(generation) &&
    Buffer.byteLength(generation.text) <= MAX_BYTES &&
    !isGarbled(generation.text, request.masked ?? NOTHING_MASKED) &&
    (yield* mayStoreAnswer(request)) &&
    !(yield* holdCredential(textsIn(request, generation.text)))
  );
}

/** The texts of an answer; of one that is passed on, those that its JSON holds, without what is escaped in them. */
function textsIn({ input }: GenerationRequest, answer: string): readonly string[] {
  if (input.kind !== 'relay') return [answer];
  return input.operation === 'embeddings' ? [] : textsOfJson(answer);
}

function* holdCredential(texts: readonly string[]): Pieces<boolean> {
  let sinceTurn = 0;
  for (const text of texts) {
    const found = yield* credentialPieces(text);
    if (found.some(({ isSure }) => isSure)) return true;
    sinceTurn += text.length + TEXT;
    if (sinceTurn < PIECE) continue;
    yield;
    sinceTurn = 0;
  }
  return false;
}

const NOTHING_MASKED = { digest: '', placeholders: [], lookalikes: [] };

/** All texts in a value of JSON as one, each behind its name, which may say what it is: what one begins another may end. The JSON itself where it is none. */
function textsOfJson(json: string): readonly string[] {
  const texts: string[] = [];
  try {
    collect('', JSON.parse(json), texts, 0);
  } catch {
    return [json];
  }
  return [texts.join('\n')];
}

function collect(name: string, value: unknown, texts: string[], depth: number): void {
  if (name === 'type' && String(value).length < MIN_CREDENTIAL) return;
  if (typeof value === 'string') texts.push(WRITTEN.has(name) ? value : `${name}: "${value}"`);
  else if (Array.isArray(value)) for (const each of value) collect(name, each, texts, depth);
  else {
    if (name.length >= MIN_CREDENTIAL) texts.push(name);
    if (typeof value !== 'object' || value === null) return;
    for (const [member, of] of Object.entries(value)) {
      if (depth > GIVEN_DEPTH || !GIVEN.has(member)) collect(member, of, texts, depth + 1);
    }
  }
}
