import { cutBehind } from './behind.ts';
import { unwrapCdata } from './cdata.ts';
import { dropUnseen } from './characters.ts';
import { cutAtTokens } from './endingTokens.ts';
import { decodeEntities } from './entities.ts';
import { decodeEscapes } from './escapes.ts';
import { unwrapFence } from './fence.ts';
import { dropHeading } from './heading.ts';
import { unwrapJson } from './json.ts';
import { unwrapJsonString } from './jsonString.ts';
import { dropLabel } from './label.ts';
import { type Layer, NOTHING, NOTHING_YET, type Said } from './layer.ts';
import { skipLeadingTokens } from './leadingTokens.ts';
import { cutAtLeftOut } from './leftOut.ts';
import { dropLineMarks } from './lineMarks.ts';
import { mendBlanks } from './oddBlanks.ts';
import { dropPlaceholders } from './placeholders.ts';
import { dropNothing } from './saidNothing.ts';
import { type Standpoint, type Surroundings, standpointOf } from './standpoint.ts';
import { unwrapTags } from './tags.ts';
import { dropTalk } from './talk.ts';
import { dropThinking } from './thinking.ts';

/** The layers that may be in front of an answer and around it, from the outside in. */
const around: readonly Layer[] = [
  dropUnseen,
  mendBlanks,
  dropThinking,
  skipLeadingTokens,
  dropHeading,
  dropTalk,
  dropLabel,
  unwrapFence,
  unwrapTags,
  unwrapCdata,
  unwrapJson,
  unwrapJsonString,
  decodeEscapes,
  decodeEntities,
  dropLineMarks,
  dropNothing,
];
/** The layers that may be behind it. */
const behind: readonly Layer[] = [dropPlaceholders, cutAtTokens, cutBehind, cutAtLeftOut];

/** The most times that wrappers in wrappers are removed; text that is wrapped deeper is no answer. */
const MAX_ROUNDS = 5;

/**
 * Returns the part of a model's text that is the answer: without fences, tags, thinking, talk, control tokens and invisible
 * characters, unless the text before the place makes them content. For the beginning of a text (not over) it returns what
 * is known to be a beginning of the answer. Changes nothing the second time.
 */
export function unwrap(said: Said, surroundings: Surroundings): Said {
  const at = standpointOf(surroundings);
  let rest = said;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const inner = innermost(rest, at);
    const ended = behind.reduce((each, layer) => layer(each, at), inner);
    if (ended.text === inner.text) return ended;
    rest = ended;
  }
  return rest.isOver ? NOTHING : rest;
}

function innermost(said: Said, at: Standpoint): Said {
  let rest = said;
  for (let round = 0; round <= MAX_ROUNDS; round++) {
    const next = around.reduce((each, layer) => layer(each, at), rest);
    if (next.text === rest.text) return next;
    rest = next;
  }
  return rest.isOver ? NOTHING : NOTHING_YET;
}
