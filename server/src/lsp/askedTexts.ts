import type { EndpointError } from '../domain/endpointError.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { AskedProblem } from '../protocol/askedMessages.ts';
import { harmless, MAX_ID, type PlainText, plain } from '../protocol/plainText.ts';
import { troubleText } from './endpointTexts.ts';

/** Why no model is asked for what a command wants; `lead` says what did not come of it. `undefined` where one can be asked. */
export function unaskedProblem(
  { isTrusted, isEnabled, hasActionEndpoint }: AskedHost,
  lead: string,
): AskedProblem | undefined {
  if (!isTrusted) return { problem: notTrusted(lead), remedy: 'trust' };
  if (!isEnabled) {
    const problem = plain`${lead} Aurelis is turned off. Turn it on with “Aurelis: Enable”, then try again.`;
    return { problem, remedy: 'enable' };
  }
  if (hasActionEndpoint) return undefined;
  const problem = plain`${lead} no model is set up for actions. Add one to \`aurelis.endpoints\`, then try again.`;
  return { problem, remedy: 'endpoints' };
}

export type AskedHost = Pick<EngineHost, 'isTrusted' | 'isEnabled' | 'hasActionEndpoint'>;

const notTrusted = (lead: string): PlainText =>
  plain`${lead} this folder is not trusted, so no model is asked. Trust it with “Workspaces: Manage Workspace Trust”, then try again.`;

/** Tells the user about a command that no endpoint answered, and what to do. */
export function askedFailureText(lead: string, error: EndpointError): PlainText {
  const { kind, endpointId } = error;
  if (kind === 'tooLong') {
    return plain`${lead} \`limits.inputTokens\` of "${harmless(endpointId, MAX_ID)}" in \`aurelis.endpoints\` allows too little. Raise that limit.`;
  }
  if (kind === 'noEndpoint') {
    return plain`${lead} no model is available for actions. Resume one that you have paused, or try again later.`;
  }
  return troubleText(lead, { ...error, error: kind }, true);
}
