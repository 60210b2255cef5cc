import type { NameQuery } from '../actions/names/nameSuggestions.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { NamesResult } from '../protocol/askedMessages.ts';
import { plain } from '../protocol/plainText.ts';
import { reasonOf } from './actionTexts.ts';
import { type AskedHost, askedFailureText, unaskedProblem } from './askedTexts.ts';

const LEAD = 'Aurelis could not suggest names:';

/** Suggests names for what a user is about to rename. Rejects with `CancelledError` when the signal aborts. */
export async function names(
  host: AskedHost & Pick<EngineHost, 'texts'>,
  query: NameQuery,
  signal: AbortSignal,
): Promise<NamesResult> {
  const unasked = unaskedProblem(host, LEAD);
  if (unasked !== undefined) return unasked;
  try {
    const outcome = await host.texts.names.suggest(query, signal);
    if (outcome.kind === 'names') return { names: outcome.names };
    if (outcome.kind === 'unasked') return { problem: plain`${LEAD} ${UNASKED[outcome.why]}` };
    const reason = outcome.why === 'noNames' ? NO_NAMES : reasonOf(outcome.why);
    return { problem: plain`${LEAD} ${reason}. Try again, or use another model.` };
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    return { problem: askedFailureText(LEAD, error) };
  }
}

const NO_NAMES = "the model's answer holds no other name that fits here";

const UNASKED = {
  excluded:
    'this file is excluded and was not sent to a model. “Why No Suggestion Here?” says by what.',
  elsewhere: 'the name is no longer there. Place the cursor on a name, then try again.',
} as const;
