import { type Candidate, type Candidates, collectCandidates, type Source } from './candidates.ts';
import { confidenceOf, type StepFacts } from './confidence.ts';
import { MAX_CONTEXT } from './corpus.ts';
import { isWord } from './tokenizer.ts';
import { Vocabulary } from './vocabulary.ts';

/** Where the next token is wanted. */
export interface Place {
  /** Tokens before it, without one that is still being typed. */
  readonly context: readonly number[];
  /** What is typed of the wanted token, or ''. */
  readonly typed: string;
  /** White space that is typed before it. */
  readonly typedGap: number;
  /** White space before the first token of the last line that has one. */
  readonly indent: number;
  /** Whether its line holds no token yet. */
  readonly isLineEmpty: boolean;
  /** Whether the user stands here; further places exist in the proposal only. */
  readonly isCursor: boolean;
}

export interface ExtendOptions {
  /** Least joint probability of a whole proposal. */
  readonly threshold: number;
  readonly maxLines: number;
  readonly indentCharacter: ' ' | '\t';
}

/** The likeliest next token at a place, and all that was weighed. */
export interface Step {
  readonly best: Candidate;
  readonly candidates: Candidates;
  readonly facts: StepFacts;
  readonly text: string;
}

const MAX_STEPS = 80;
/** A line break is proposed only while the whole is at least this sure: blocks need certainty. */
const BLOCK_THRESHOLD = 0.85;

/**
 * Goes on token by token with what most likely follows, while the joint probability of all steps
 * stays at the threshold. Returns the text behind the cursor and that probability; '' is silence.
 */
export function extend(
  start: Place,
  sources: readonly Source[],
  vocabulary: Vocabulary,
  options: ExtendOptions,
): { text: string; confidence: number } {
  let place = start;
  let text = '';
  let joint = 1;
  let lines = 1;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const step = nextStep(place, sources, vocabulary);
    if (step === undefined) break;
    const { isNewline } = step.facts;
    const next = joint * confidenceOf(step.best, step.candidates, step.facts);
    const least = isNewline ? Math.max(options.threshold, BLOCK_THRESHOLD) : options.threshold;
    if (next < least || (isNewline && ++lines > options.maxLines)) break;
    joint = next;
    text += written(step, place, options.indentCharacter);
    place = after(step, place);
  }
  return { text: text.trimEnd(), confidence: joint };
}

/** What likely stands next at a place, if anything is known. */
export function nextStep(
  place: Place,
  sources: readonly Source[],
  vocabulary: Vocabulary,
): Step | undefined {
  const candidates = collectCandidates(sources, {
    context: place.context.slice(-MAX_CONTEXT),
    accepts: acceptor(place, vocabulary),
    isTyped: place.typed !== '',
  });
  const best = candidates.all[0];
  if (best === undefined) return undefined;
  const text = vocabulary.textOf(best.token);
  const isNewline = best.token === Vocabulary.NEWLINE;
  const facts = { typedCharacters: place.typed.length, isWord: isWord(text), isNewline };
  return { best, candidates, facts, text };
}

/** What may stand at a place, given what the user has typed of it. */
function acceptor(place: Place, vocabulary: Vocabulary) {
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

/** What a step adds to the text: the token with its white space, less what is typed. */
function written({ best, text, facts }: Step, place: Place, indentCharacter: string): string {
  if (facts.isNewline) return '\n';
  if (place.typed !== '') return text.slice(place.typed.length);
  const typedGap = place.isCursor ? place.typedGap : 0;
  if (place.isLineEmpty) {
    const width = Math.max(0, place.indent + best.gap - typedGap);
    return indentCharacter.repeat(width) + text;
  }
  return ' '.repeat(typedGap > 0 ? 0 : Math.max(0, best.gap)) + text;
}

/** The place behind a step. */
function after({ best, facts }: Step, place: Place): Place {
  const isFirstOfLine = place.isLineEmpty && !facts.isNewline;
  const proposedIndent = Math.max(0, place.indent + best.gap);
  const ownIndent = place.typed === '' ? proposedIndent : place.typedGap;
  return {
    context: [...place.context, best.token],
    typed: '',
    typedGap: 0,
    indent: isFirstOfLine ? ownIndent : place.indent,
    isLineEmpty: facts.isNewline,
    isCursor: false,
  };
}
