import { createHash } from 'node:crypto';
import type { Generate, Generation, GenerationRequest } from '../domain/generation.ts';

/** Most questions that are remembered; the oldest are forgotten first. */
const MAX_REMEMBERED = 200;

/** Remembers which questions had an answer of no use: whoever asks one of them again is given a new answer, whatever is cached. */
export class UnusableAnswers {
  readonly #questions = new Set<string>();
  readonly #questionOf = new WeakMap<Generation, string>();

  /** Asks as `generate` does, and afresh where the last answer was of no use. */
  afresh(generate: Generate): Generate {
    return async (request, context) => {
      const question = digestOf(request);
      const isAgain = this.#questions.has(question);
      const answer = await generate(request, isAgain ? { ...context, isFresh: true } : context);
      this.#questions.delete(question);
      this.#questionOf.set(answer, question);
      return answer;
    };
  }

  /** Takes note of an answer that nothing can be made of. */
  add(answer: Generation): void {
    const question = this.#questionOf.get(answer);
    if (question === undefined) return;
    const [oldest] = this.#questions;
    if (this.#questions.size >= MAX_REMEMBERED && oldest !== undefined) {
      this.#questions.delete(oldest);
    }
    this.#questions.add(question);
  }
}

/** Of a text that may be long and private, and is not kept. */
const digestOf = (request: GenerationRequest): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('base64');
