import { type Candidate, collectCandidates, type Source } from './candidates.ts';
import { confidenceOf } from './confidence.ts';
import { MAX_CONTEXT } from './corpus.ts';
import { isWord } from './tokenizer.ts';
import { Vocabulary } from './vocabulary.ts';

/** The place that a text is to continue. */
export interface Start {
  /** Tokens before the cursor, without one that is still being typed. */
  readonly context: readonly number[];
  /** What is typed of the token at the cursor, or ''. */
  readonly typed: string;
  /** White space between the last token and the cursor (or the token being typed). */
  readonly typedGap: number;
  /** White space before the first token of the last line that has one. */
  readonly indent: number;
  /** Whether the cursor's line holds no token yet. */
  readonly isLineEmpty: boolean;
  readonly indentCharacter: ' ' | '\t';
}

export interface ExtendOptions {
  /** Least joint probability of a whole proposal. */
  readonly threshold: number;
  readonly maxLines: number;
}

const MAX_STEPS = 80;
/** A line break is proposed only while the whole is at least this sure: blocks need certainty. */
const BLOCK_THRESHOLD = 0.85;

/**
 * Goes on token by token with what most likely follows, while the joint probability of all steps
 * stays at the threshold. Returns the text behind the cursor and that probability; '' is silence.
 */
export function extend(
  start: Start,
  sources: readonly Source[],
  vocabulary: Vocabulary,
  { threshold, maxLines }: ExtendOptions,
): { text: string; confidence: number } {
  const context = [...start.context];
  let { typed, typedGap, indent, isLineEmpty } = start;
  let isFirst = true;
  let text = '';
  let joint = 1;
  let lines = 1;
  for (let step = 0; step < MAX_STEPS; step++) {
    const accepts = acceptor({ typed, typedGap, indent, isLineEmpty, isFirst }, vocabulary);
    const wanted = { context: context.slice(-MAX_CONTEXT), accepts, isTyped: typed !== '' };
    const candidates = collectCandidates(sources, wanted);
    const best = candidates.all[0];
    if (best === undefined) break;
    const token = vocabulary.textOf(best.token);
    const facts = {
      typedCharacters: typed.length,
      isWord: isWord(token),
      isNewline: best.token === Vocabulary.NEWLINE,
    };
    const next = joint * confidenceOf(best, candidates, facts);
    if (next < (facts.isNewline ? Math.max(threshold, BLOCK_THRESHOLD) : threshold)) break;
    if (facts.isNewline && ++lines > maxLines) break;
    joint = next;
    text += write(best, token, {
      typed,
      typedGap,
      indent,
      isLineEmpty,
      isFirst,
      fill: start.indentCharacter,
    });
    if (isLineEmpty && !facts.isNewline) indent = typed === '' ? indent + best.gap : typedGap;
    isLineEmpty = facts.isNewline;
    context.push(best.token);
    typed = '';
    typedGap = 0;
    isFirst = false;
  }
  return { text: text.trimEnd(), confidence: joint };
}

interface StepState {
  readonly typed: string;
  readonly typedGap: number;
  readonly indent: number;
  readonly isLineEmpty: boolean;
  readonly isFirst: boolean;
}

/** What may stand at the next position, given what the user has typed of it. */
function acceptor(state: StepState, vocabulary: Vocabulary) {
  const { typed, typedGap, indent, isLineEmpty, isFirst } = state;
  return (token: number, gap: number): boolean => {
    if (token === Vocabulary.END) return false;
    if (typed !== '') return vocabulary.textOf(token).startsWith(typed);
    if (!isFirst) return true;
    if (token === Vocabulary.NEWLINE) return !isLineEmpty;
    if (isLineEmpty) return indent + gap >= typedGap;
    return typedGap === 0 || gap === typedGap;
  };
}

/** What a step adds to the text: the token with its white space, less what is typed. */
function write(
  best: Candidate,
  token: string,
  state: StepState & { readonly fill: string },
): string {
  if (best.token === Vocabulary.NEWLINE) return '\n';
  if (state.typed !== '') return token.slice(state.typed.length);
  if (state.isLineEmpty) {
    const width = Math.max(0, state.indent + best.gap) - (state.isFirst ? state.typedGap : 0);
    return state.fill.repeat(Math.max(0, width)) + token;
  }
  const gap = state.isFirst && state.typedGap > 0 ? 0 : best.gap;
  return ' '.repeat(Math.max(0, gap)) + token;
}
