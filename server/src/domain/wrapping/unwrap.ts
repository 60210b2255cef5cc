import { behindLayer } from './behind.ts';
import { cdataLayer } from './cdata.ts';
import { unseenLayer } from './characters.ts';
import { endingTokensLayer } from './endingTokens.ts';
import { entitiesLayer } from './entities.ts';
import { escapesLayer } from './escapes.ts';
import { fenceLayer } from './fence.ts';
import { headingLayer } from './heading.ts';
import { jsonLayer } from './json.ts';
import { jsonStringLayer } from './jsonString.ts';
import { labelLayer } from './label.ts';
import { type Layer, NOTHING, NOTHING_YET, type Said } from './layer.ts';
import { leadingTokensLayer } from './leadingTokens.ts';
import { leftOutLayer } from './leftOut.ts';
import { lineMarksLayer } from './lineMarks.ts';
import { oddBlanksLayer } from './oddBlanks.ts';
import { placeholdersLayer } from './placeholders.ts';
import { saidNothingLayer } from './saidNothing.ts';
import { type Surroundings, standpointOf } from './standpoint.ts';
import { tagsLayer } from './tags.ts';
import { talkLayer } from './talk.ts';
import { thinkingLayer } from './thinking.ts';

/** The layers that may be in front of an answer and around it, from the outside in, and those that may be behind it. */
export interface Layers {
  readonly around: readonly Layer[];
  readonly behind: readonly Layer[];
}

export const layers: Layers = {
  around: [
    unseenLayer,
    oddBlanksLayer,
    thinkingLayer,
    leadingTokensLayer,
    headingLayer,
    talkLayer,
    labelLayer,
    fenceLayer,
    tagsLayer,
    cdataLayer,
    jsonLayer,
    jsonStringLayer,
    escapesLayer,
    entitiesLayer,
    lineMarksLayer,
    saidNothingLayer,
  ],
  behind: [placeholdersLayer, endingTokensLayer, behindLayer, leftOutLayer],
};

/** The most times that wrappers in wrappers are removed; text that is wrapped deeper is no answer. */
const MAX_ROUNDS = 5;

interface Known {
  readonly said: Said;
  readonly answer: Said;
}

/** The last text at each place, and the answer in it: a text that has come whole is asked about again at once. */
const known = new WeakMap<Surroundings, Known>();

/**
 * Returns the part of a model's text that is the answer: without fences, tags, thinking, talk, control tokens and invisible
 * characters, unless the text before the place makes them content. For the beginning of a text (not over) it returns what
 * is known to be a beginning of the answer. Changes nothing the second time.
 */
export function unwrap(said: Said, surroundings: Surroundings): Said {
  const last = known.get(surroundings);
  if (last?.said.text === said.text && last.said.isOver === said.isOver) return last.answer;
  const answer = unwrapWith(layers, said, surroundings);
  known.set(surroundings, { said, answer });
  return answer;
}

/** Likewise by the layers that are given, and without looking at what is known. */
export function unwrapWith(
  { around, behind }: Layers,
  said: Said,
  surroundings: Surroundings,
): Said {
  let rest = said;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const inner = innermost(around, rest, surroundings);
    const ended = without(behind, inner, surroundings);
    if (ended.text === inner.text) return ended;
    rest = ended;
  }
  return rest.isOver ? NOTHING : rest;
}

function innermost(around: readonly Layer[], said: Said, surroundings: Surroundings): Said {
  let rest = said;
  for (let round = 0; round <= MAX_ROUNDS; round++) {
    const next = without(around, rest, surroundings);
    if (next.text === rest.text) return next;
    rest = next;
  }
  return rest.isOver ? NOTHING : NOTHING_YET;
}

/** A text without what some layers take away, one after the other; those that have nothing to do are not entered. */
function without(some: readonly Layer[], said: Said, surroundings: Surroundings): Said {
  let rest = said;
  for (const { apply, whole, growing } of some) {
    const mayHave = rest.isOver ? whole : growing;
    if (mayHave.test(rest.text)) rest = apply(rest, standpointOf(surroundings));
  }
  return rest;
}
