import { median } from '../base/median.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { type GenerationRequest, textsOf } from '../domain/generation.ts';
import { PIECE, promptPrints, sharedPrints } from '../domain/promptPrints.ts';

/** A few tokens cost as much as many: they tell what a call costs, not what a token does. */
const LEAST_TOKENS = 16;
/** The number of counts, and of guesses, that are remembered. */
const REMEMBERED_RATIOS = 8;

/**
 * The time that one model of an endpoint needs for each token of a prompt that it has to evaluate. By what the server says; where
 * it says nothing, by the time to its first word. Where the tokens that it knew are counted, too, they are left out: as many as the prompt
 * before had in common with this one.
 */
export class EvaluationSpeed {
  /** Milliseconds a token, the newest last: of prompts of which the server says how many tokens it had to evaluate, */
  #measured: readonly number[] = [];
  /** of those of which it says how many they were and how long they took, */
  #told: readonly number[] = [];
  /** and of those of which it has said nothing. */
  #guessed: readonly number[] = [];
  /** The prompt that the server has evaluated last; `undefined` after one that was given up before anybody could know. */
  #known: readonly number[] | undefined = [];

  /** Milliseconds; `undefined` while nothing was measured. The median, for a machine that slept, or a server that cannot count, says something absurd once. */
  get msPerToken(): number | undefined {
    return median(this.#measured) ?? median(this.#told) ?? median(this.#guessed);
  }

  /** A prompt goes to the server. */
  sent(request: GenerationRequest): SentPrompt {
    const prints = promptPrints(request);
    const length = textsOf(request.input).reduce((sum, text) => sum + text.length, 0);
    const known = this.#known;
    this.#known = undefined;
    const newPart =
      known === undefined ? undefined : 1 - (PIECE * sharedPrints(prints, known)) / (length || 1);
    return {
      measured: (evaluation) => {
        this.#known = prints;
        const { tokens, ms, holdsKnown } = evaluation;
        if (holdsKnown) this.#told = added(this.#told, tokens, ms, newPart);
        else this.#measured = added(this.#measured, tokens, ms, 1);
      },
      guessed: (tokens, ms) => {
        this.#known = prints;
        this.#guessed = added(this.#guessed, tokens, ms, newPart);
      },
    };
  }
}

/** Told how the evaluation of one prompt went. */
export interface SentPrompt {
  /** By the server. */
  readonly measured: (evaluation: Evaluation) => void;
  /** The first word after a prompt of about so many tokens came after so long. */
  readonly guessed: (tokens: number, ms: number) => void;
}

function added(
  ratios: readonly number[],
  tokens: number,
  ms: number,
  newPart: number | undefined,
): readonly number[] {
  const evaluated = tokens * (newPart ?? 0);
  return evaluated < LEAST_TOKENS
    ? ratios
    : [...ratios.slice(1 - REMEMBERED_RATIOS), ms / evaluated];
}
