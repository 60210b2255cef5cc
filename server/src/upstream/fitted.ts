import { stableTail } from '../base/stableTail.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { ChatInput, GenerationRequest, InfillInput, Span } from '../domain/generation.ts';

/** Source code holds about four characters a token. */
export const CHARACTERS_PER_TOKEN = 4;
/** The suffix's least share of the room: text after the place that is asked about matters less than text before it. */
const SUFFIX_SHARE = 0.25;

/** A request without what is more than an endpoint takes at once: what is farthest from its place goes first. */
export function fitted(request: GenerationRequest, endpoint: Endpoint): GenerationRequest {
  const { input } = request;
  if (input.kind === 'relay') return request;
  const room = roomOf(endpoint);
  const own = input.kind === 'infill' ? fittedInfill(input, room) : fittedChat(input, room);
  return own === input ? request : { ...request, input: own };
}

/** Whether an endpoint takes what cannot be left out of a request. */
export function fits({ input }: GenerationRequest, endpoint: Endpoint): boolean {
  if (input.kind === 'infill') return true;
  if (input.kind === 'relay') return totalLength(input.texts) <= roomOf(endpoint);
  const { above, below } = input.around ?? NOTHING_AROUND;
  return (
    lengthOf(input) - (above.end - above.start) - (below.end - below.start) <= roomOf(endpoint)
  );
}

const totalLength = (texts: readonly string[]): number =>
  texts.reduce((sum, { length }) => sum + length, 0);

/** In characters. */
const roomOf = ({ limits }: Endpoint): number =>
  (limits.inputTokens ?? Number.POSITIVE_INFINITY) * CHARACTERS_PER_TOKEN;

/** Code around a cursor without what does not fit: first the snippets go, then what is farthest. */
function fittedInfill(input: InfillInput, room: number): InfillInput {
  const { prefix, suffix, snippets = [] } = input;
  const helping = snippets.reduce((sum, { name, text }) => sum + name.length + text.length, 0);
  if (prefix.length + suffix.length + helping <= room) return input;
  const after = suffix.slice(0, behindOf(room, prefix));
  const before = stableTail(prefix, Math.max(1, room - after.length));
  const { snippets: _, ...alone } = input;
  return { ...alone, prefix: before, suffix: after };
}

/** A question without the lines around what it asks about that do not fit; all else stays. */
function fittedChat(input: ChatInput, room: number): ChatInput {
  const { user, around = NOTHING_AROUND } = input;
  const excess = lengthOf(input) - room;
  if (excess <= 0) return input;
  const above = user.slice(around.above.start, around.above.end);
  const below = user.slice(around.below.start, around.below.end);
  const left = Math.max(0, above.length + below.length - excess);
  const after = firstLines(below, behindOf(left, above));
  const before = lastLines(above, left - after.length);
  const parts = [
    user.slice(0, around.above.start),
    before,
    user.slice(around.above.end, around.below.start),
    after,
    user.slice(around.below.end),
  ];
  const { around: _, ...rest } = input;
  return { ...rest, user: parts.join('') };
}

const NOWHERE: Span = { start: 0, end: 0 };
const NOTHING_AROUND = { above: NOWHERE, below: NOWHERE };

/** With the longer ones of two instructions: which ones are sent is decided later. */
const lengthOf = ({ system, systemForEdits = '', turns = [], user }: ChatInput): number =>
  Math.max(system.length, systemForEdits.length) +
  turns.reduce((sum, { text }) => sum + text.length, 0) +
  user.length;

/** How much of a room is for what stands behind. */
const behindOf = (room: number, before: string): number =>
  Math.max(room - before.length, Math.floor(room * SUFFIX_SHARE));

/** Whole lines that end with their line ends, at most so many characters of them. */
function lastLines(lines: string, length: number): string {
  if (lines.length <= length) return lines;
  const start = lines.indexOf('\n', lines.length - length - 1) + 1;
  return lines.slice(start);
}

/** Whole lines that begin with a line end, at most so many characters of them. */
function firstLines(lines: string, length: number): string {
  if (lines.length <= length) return lines;
  return lines.slice(0, Math.max(0, lines.lastIndexOf('\n', length)));
}
