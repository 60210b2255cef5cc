import type { LoggedDecision } from '../completion/decision/decisionLog.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { endpointProblem } from '../protocol/endpointProblem.ts';
import type { ExplainParams, ExplainResult } from '../protocol/messages.ts';
import { harmless } from '../protocol/plainText.ts';
import type { ChoiceSnapshot } from '../protocol/route.ts';
import { choiceText, leftSlowTexts } from '../protocol/routeTexts.ts';
import type { EndpointSnapshot } from '../protocol/snapshot.ts';
import { duration } from '../protocol/wording.ts';
import { ASKING, decisionText, reasonText } from './decisionTexts.ts';

/** Most decisions that are told of a line. */
const MOST_TOLD = 20;

/** Tells why the last completions on a line were shown or not, and how the endpoints are now. */
export function explain(
  { decisions, metrics, actions }: Pick<EngineHost, 'decisions' | 'metrics' | 'actions'>,
  { uri, line }: ExplainParams,
): ExplainResult {
  const { enabled, trusted, endpoints, choices } = metrics.snapshot();
  const since = decisions.askingSince(uri, line);
  const exclusion = actions.exclusionOf(uri);
  const asking = since === undefined ? [] : [{ at: since, text: ASKING, times: 1 }];
  return {
    isEnabled: enabled,
    isTrusted: trusted,
    ...(exclusion === undefined ? {} : { excluded: reasonText(exclusion) }),
    decisions: [...asking, ...merged(decisions.onLine(uri, line, MOST_TOLD))],
    endpoints: endpoints.map((endpoint) => ({ id: endpoint.id, text: endpointText(endpoint) })),
    ...lastAsked(endpoints.length > 1 ? choices : []),
  };
}

/** The endpoint that was asked for a suggestion last. */
function lastAsked(choices: readonly ChoiceSnapshot[]): Pick<ExplainResult, 'lastAsked'> {
  const last = choices.find(({ task }) => task === 'completion');
  if (last === undefined) return {};
  const text = `was asked for the last suggestion, because ${choiceText(last.reason)}`;
  return { lastAsked: { id: last.endpoint, at: last.at, text } };
}

/** Decisions that say the same, one after the other, are told once. */
function merged(decisions: readonly LoggedDecision[]): ExplainResult['decisions'] {
  const told: { at: number; text: string; times: number }[] = [];
  for (const decision of decisions) {
    const text = decisionText(decision);
    const last = told.at(-1);
    if (last?.text === text) last.times++;
    else told.push({ at: decision.at, text, times: 1 });
  }
  return told;
}

function endpointText(endpoint: EndpointSnapshot): string {
  const { state, lastError, lastSentence, waitMs } = endpoint;
  const words = lastSentence === undefined ? '' : ` (“${harmless(lastSentence)}”)`;
  const trouble = lastError === null ? '' : `${endpointProblem(lastError)}${words}`;
  if (state === 'paused') {
    return `${endpointProblem(state)}: nothing is sent to it until you run “Aurelis: Resume an Endpoint…” or the server restarts`;
  }
  if (state === 'unencrypted' || state === 'retired') {
    return `${trouble}; it is not used`;
  }
  if (state === 'resting' || state === 'unauthorized') {
    return `${trouble}; it is asked again after a while, and at once when you change a setting or its key`;
  }
  if (state === 'open') return `${trouble}; it is paused for a while`;
  if (waitMs > 0) return `has reached its limit; it is used again in ${duration(waitMs)}`;
  const left = leftSlowTexts(endpoint).join('; ');
  if (left !== '') return `is ${left}`;
  return lastError === null ? 'is ready' : `is ready, but at the last request it ${trouble}`;
}
