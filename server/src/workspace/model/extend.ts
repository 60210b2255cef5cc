import { type Candidate, Evidence, type Source } from '../index/evidence.ts';
import { usefulness } from '../index/usefulness.ts';
import type { WordIndex } from '../index/wordIndex.ts';
import { isWord } from '../tokens/tokenizer.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';
import { features, likeliest } from './features.ts';
import { probability, type Weights } from './network.ts';
import type { PredictionState } from './predictionState.ts';

/** All that is known of a workspace at one place. */
export interface Knowledge {
  readonly sources: readonly Source[];
  readonly vocabulary: Vocabulary;
  readonly words: WordIndex;
  readonly shapeOf: (token: number) => number;
}

export interface ExtendOptions {
  /** Least probability of the first token: below it nothing is proposed at all. */
  readonly leastFirst: number;
  /** Least joint probability of a whole proposal. */
  readonly leastJoint: number;
  readonly maxLines: number;
  readonly indentCharacter: ' ' | '\t';
}

const MAX_STEPS = 64;
/** Words brought up by their spelling alone, once so much of them is typed. */
const SPELLINGS = 3;
const LEAST_SPELT = 2;

/** The likeliest next token at a place, and all that was weighed. */
export interface Step {
  readonly token: number;
  readonly gap: number;
  readonly probability: number;
}

/**
 * Goes on token by token with what most likely follows, and proposes as much of it as is most useful: more saves more
 * keys, and is less likely right. Returns the text behind the cursor and its probability; '' is silence.
 */
export function extend(
  start: PredictionState,
  knowledge: Knowledge,
  weights: Weights,
  options: ExtendOptions,
): { text: string; confidence: number } {
  let place = start;
  let text = '';
  let joint = 1;
  let lines = 1;
  let best = { text: '', confidence: 1, usefulness: Number.NEGATIVE_INFINITY };
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const step = nextStep(place, knowledge, weights);
    if (step === undefined || (steps === 0 && step.probability < options.leastFirst)) break;
    joint *= step.probability;
    const isNewline = step.token === Vocabulary.NEWLINE;
    if (joint < options.leastJoint || (isNewline && ++lines > options.maxLines)) break;
    const token = knowledge.vocabulary.textOf(step.token);
    text += written(step, token, place, options.indentCharacter);
    place = after(step, place);
    const value = usefulness(text.length, joint);
    if (!isNewline && value > best.usefulness)
      best = { text, confidence: joint, usefulness: value };
  }
  return { text: best.text, confidence: best.confidence };
}

/** Returns the likeliest next token at a place, if anything is known. */
function nextStep(
  place: PredictionState,
  knowledge: Knowledge,
  weights: Weights,
): Step | undefined {
  const evidence = evidenceAt(place, knowledge);
  const candidates = likeliest(evidence);
  let best: { candidate: Candidate; probability: number } | undefined;
  for (const candidate of candidates) {
    const inputs = features(candidate, candidates, evidence, place, knowledge.vocabulary);
    const own = probability(inputs, weights);
    if (own > (best?.probability ?? 0)) best = { candidate, probability: own };
  }
  if (best === undefined) return undefined;
  const { candidate, probability: own } = best;
  return { token: candidate.token, gap: evidence.gapOf(candidate), probability: own };
}

/** Returns the evidence for each token at a place; the trainer looks at it, too. */
export function evidenceAt(place: PredictionState, knowledge: Knowledge): Evidence {
  const { vocabulary, words, sources, shapeOf } = knowledge;
  const { context, typed } = place;
  const accepts = acceptor(place, vocabulary);
  const evidence = new Evidence(sources, { context, accepts, isTyped: typed !== '', shapeOf });
  if (typed.length >= LEAST_SPELT) {
    for (const { token, frequency } of words.beginningWith(typed, SPELLINGS)) {
      evidence.addSpelling(token, frequency);
    }
  }
  return evidence;
}

/** Returns a predicate for the tokens that may stand at a place, given what the user has typed of it. */
function acceptor(place: PredictionState, vocabulary: Vocabulary) {
  const { typed, typedGap, indent, isLineEmpty, isCursor } = place;
  return (token: number, gap: number): boolean => {
    if (token === Vocabulary.END) return false;
    if (typed !== '') return vocabulary.textOf(token).startsWith(typed);
    if (!isCursor) return true;
    if (token === Vocabulary.NEWLINE) return !isLineEmpty;
    if (isLineEmpty) return indent + gap >= typedGap;
    return typedGap === 0 || gap === typedGap;
  };
}

/** Returns the text that a step adds: the token with its white space, less the part that is typed. */
function written(
  step: Step,
  token: string,
  place: PredictionState,
  indentCharacter: string,
): string {
  if (step.token === Vocabulary.NEWLINE) return '\n';
  if (place.typed !== '') return token.slice(place.typed.length);
  const typedGap = place.isCursor ? place.typedGap : 0;
  if (place.isLineEmpty) {
    const width = Math.max(0, place.indent + step.gap - typedGap);
    return indentCharacter.repeat(width) + token;
  }
  return ' '.repeat(typedGap > 0 ? 0 : Math.max(0, step.gap)) + token;
}

/** The place behind a step. */
export function after(
  { token, gap }: Pick<Step, 'token' | 'gap'>,
  place: PredictionState,
): PredictionState {
  const isNewline = token === Vocabulary.NEWLINE;
  const isFirstOfLine = place.isLineEmpty && !isNewline;
  const proposedIndent = Math.max(0, place.indent + gap);
  const ownIndent = place.typed === '' ? proposedIndent : place.typedGap;
  return {
    context: [...place.context.slice(1 - MAX_KEPT), token],
    typed: '',
    typedGap: 0,
    indent: isFirstOfLine ? ownIndent : place.indent,
    isLineEmpty: isNewline,
    isCursor: false,
  };
}

/** Tokens of context that any comparison looks back over. */
export const MAX_KEPT = 64;

/** The word that is being typed at the end of a line, or ''. */
export function typedWord(line: string): string {
  const word = /(?<![\p{L}\p{N}_$])[\p{L}\p{N}_$]+$/u.exec(line)?.[0] ?? '';
  return isWord(word) ? word : '';
}
