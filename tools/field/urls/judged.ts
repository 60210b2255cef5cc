import { configuredEndpoints } from '../../../server/src/engine/configuredEndpoints.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { prepare } from '../../../server/src/upstream/prepare.ts';
import { aRequest } from '../../testing/requests.ts';
import type { UrlCase } from './urlCase.ts';

const INFILL = aRequest({ input: { kind: 'infill', prefix: 'a', suffix: 'b' } });
const CHAT = aRequest({ task: 'action', input: { kind: 'chat', system: 's', user: 'u' } });
/** A model that every provider asks to fill in where it can. */
const MODEL = 'codestral-latest';

/** Says what a pasted text became, where that is not what it has to. */
export function urlMistake({ provider, pasted, chats, completes }: UrlCase): string | undefined {
  const setting = { id: 'e', provider, url: pasted, model: MODEL };
  const { settings, problems } = parseSettings({ endpoints: [setting] });
  const [endpoint] = configuredEndpoints(settings);
  if (typeof chats !== 'string') {
    if (endpoint !== undefined) return `${pasted}: no problem, asked at ${endpoint.url}`;
    const told = problems.join(' ');
    return chats.test(told) ? undefined : `${pasted}: ${told}`;
  }
  if (endpoint === undefined) return `${pasted}: ${problems.join(' ')}`;
  const chatUrl = endpoint.url + prepare(CHAT, endpoint).path;
  if (chatUrl !== chats) return `${pasted}: chats at ${chatUrl}`;
  const infillUrl = endpoint.url + prepare(INFILL, endpoint).path;
  return completes === undefined || infillUrl === completes
    ? undefined
    : `${pasted}: completes at ${infillUrl}`;
}
