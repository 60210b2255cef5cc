import type { Endpoint } from '../domain/endpoint.ts';
import type { EndpointError } from '../domain/endpointError.ts';
import { harmless, MAX_ID, type PlainText, plain } from '../protocol/plainText.ts';
import { troubleText } from './endpointTexts.ts';

const named = (id: string): PlainText => plain`"${harmless(id, MAX_ID)}"`;

/** The reasons for which the editor's chat gets no answer, each with what can be done. */
export const chatTexts = {
  notTrusted: plain`This folder is not trusted, so Aurelis asks no model. Trust it with “Workspaces: Manage Workspace Trust”, then try again.`,
  off: plain`Aurelis is turned off. Run “Aurelis: Enable”, then try again.`,
  unknown: (id: string) =>
    plain`Aurelis has no endpoint ${named(id)}. Choose another model, or add it to \`aurelis.endpoints\`.`,
  notForChat: ({ id, roles }: Endpoint) =>
    roles.includes('action')
      ? plain`The endpoint ${named(id)} of Aurelis is a model of the editor. Choose that model itself.`
      : plain`The endpoint ${named(id)} of Aurelis is not for the chat. Add "action" to its \`roles\` in \`aurelis.endpoints\`, or choose another model.`,
  tooMuch: plain`This conversation is longer than Aurelis takes. Start a new one, or attach less.`,
  noQuestion: plain`There is no question at the end of this conversation. Write one, then try again.`,
  withheld: plain`The answer changed a credential that Aurelis had hidden from the model, so it cannot be used. Ask without the credential.`,
} as const;

/** Tells the user of the editor's chat why the endpoint that they have chosen does not answer, and what to do. */
export function chatFailureText(error: EndpointError, canSetKey: boolean): PlainText {
  const { kind, endpointId } = error;
  if (kind === 'tooLong') {
    return plain`This conversation is longer than \`limits.inputTokens\` of ${named(endpointId)} in \`aurelis.endpoints\` allows. Start a new one, attach less, or raise that limit.`;
  }
  if (kind === 'noEndpoint') {
    return plain`The endpoint ${named(endpointId)} of Aurelis cannot be asked just now. Try again later, or choose another model.`;
  }
  return troubleText('Aurelis:', { ...error, error: kind }, canSetKey);
}
