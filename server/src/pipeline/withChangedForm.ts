import { EndpointError } from '../domain/endpointError.ts';
import type { Generate } from '../domain/generation.ts';
import type { LearntFacts } from '../upstream/learntFacts.ts';
import type { RequestFacts } from '../upstream/requestFacts.ts';

/** A server complains of one thing at a time: so often a request is sent once more. */
const MOST_CHANGES = 3;

/** Sends a request in the form that the facts say; `mayChange` is asked about what a refusal tells of that form. */
export type SendInForm = (
  facts: RequestFacts,
  mayChange: (learnt: RequestFacts) => boolean,
) => Generate;

/**
 * Sends a request that was refused for its form once more in the form that the refusal asks for, and keeps to that form where
 * it was answered. A form that was refused, too, is not tried again.
 */
export function withChangedForm(learnt: LearntFacts, sendInForm: SendInForm): Generate {
  return async (request, context) => {
    let facts = learnt.known;
    let first: EndpointError | undefined;
    for (let changes = 0; ; changes++) {
      let next: RequestFacts | undefined;
      const mayChange = (more: RequestFacts): boolean => {
        next = changes < MOST_CHANGES ? learnt.with(more, facts) : undefined;
        return next !== undefined;
      };
      try {
        const generation = await sendInForm(facts, mayChange)(request, context);
        if (generation.fault === undefined) learnt.learn(facts);
        return generation;
      } catch (error) {
        if (!(error instanceof EndpointError)) throw error;
        if (changes > 0 && error.status !== undefined) learnt.failed(facts);
        // That there is nothing at the other path tells less than what the first one said.
        if (next === undefined) throw error.kind === 'wrongApi' ? (first ?? error) : error;
        first ??= error;
        facts = next;
      }
    }
  };
}
