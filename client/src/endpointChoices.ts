import { endpointProblem } from '../../server/src/protocol/endpointProblem.ts';
import type { EndpointParams } from '../../server/src/protocol/messages.ts';
import { harmless, MAX_ID, type PlainText, plain } from '../../server/src/protocol/plainText.ts';
import type { EndpointSnapshot } from '../../server/src/protocol/snapshot.ts';

type Command = EndpointParams['do'];

/** An endpoint to choose: its id, its provider and model, and how it is. */
export interface EndpointChoice {
  readonly label: PlainText;
  readonly description: PlainText;
  readonly id: string;
}

/** The endpoints that a command can be about, with the provider and model that the settings name; `configured` is as the user wrote it. */
export const endpointChoices = (
  command: Command,
  endpoints: readonly EndpointSnapshot[],
  configured: unknown,
): readonly EndpointChoice[] =>
  endpoints
    .filter(({ state }) => command === 'test' || (state === 'paused') === (command === 'resume'))
    .map((endpoint) => {
      const { id } = endpoint;
      const names = namesOf(id, configured);
      const words = [...(names === '' ? [] : [names]), stateText(endpoint)].join(' · ');
      return { label: harmless(id, MAX_ID), description: harmless(words), id };
    });

/** The title above the choice. */
export const choiceTitle = (command: Command): PlainText => TITLES[command];

const TITLES: Readonly<Record<Command, PlainText>> = {
  pause: plain`Pause which endpoint? Nothing is sent to it until you resume it.`,
  resume: plain`Resume which endpoint?`,
  test: plain`Send a tiny request to which endpoint?`,
};

/** The message where there is nothing to choose. */
export function nothingText(command: Command, hasEndpoints: boolean): PlainText {
  if (!hasEndpoints) {
    return plain`Aurelis: no model is in use here. Add one to the setting aurelis.endpoints; in a folder that is not trusted none is used.`;
  }
  return command === 'pause'
    ? plain`Aurelis: all endpoints are paused already.`
    : plain`Aurelis: no endpoint is paused.`;
}

function namesOf(id: string, configured: unknown): string {
  const list: unknown[] = Array.isArray(configured) ? configured : [];
  const setting = list.filter(isObject).find((each) => String(each.id).trim() === id);
  if (setting === undefined) return '';
  const { provider, model, completionModel } = setting;
  return [provider, completionModel ?? model]
    .filter((name) => typeof name === 'string')
    .map((name) => harmless(name, MAX_ID))
    .join('/');
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function stateText({ state, lastError, waitMs }: EndpointSnapshot): string {
  if (state === 'paused') return 'paused by you';
  if (lastError !== null) return endpointProblem(lastError);
  return waitMs > 0 ? 'has reached its limit' : 'ready';
}
