import { type Endpoint, isCalled, modelFor } from '../domain/endpoint.ts';
import type { Task } from '../domain/generation.ts';
import type { RelayOperation } from '../domain/relay.ts';
import type { ListedModel } from '../http/openai/listedModel.ts';
import { providerOf } from '../providers/index.ts';
import { canFill, mayFill } from '../providers/relayedFill.ts';

/** The name by which callers know the model of an endpoint. */
export const publicName = (endpoint: Endpoint, task: Task): string =>
  endpoint.servedAs ?? modelFor(endpoint, task);

/**
 * The models of all endpoints, each once, as callers may know them; `created` is epoch seconds. Those that answer to `default` come first: whoever asks
 * for that takes the first one that fits for it.
 */
export function listedModels(endpoints: readonly Endpoint[], created: number): ListedModel[] {
  const models = new Map<string, ListedModel>();
  const isServed = ({ servedAs }: Endpoint) => servedAs !== undefined;
  const others = endpoints.filter((each) => !isServed(each));
  for (const endpoint of [...endpoints.filter(isServed), ...others]) {
    for (const task of endpoint.roles) {
      const id = publicName(endpoint, task);
      if (models.has(id)) continue;
      const { inputTokens, outputTokens } = endpoint.limits;
      const limits = {
        ...(inputTokens === undefined ? {} : { inputTokens }),
        ...(outputTokens === undefined ? {} : { outputTokens }),
      };
      models.set(id, { id, created, aurelis: { limits, ...abilitiesOf(id, endpoints) } });
    }
  }
  return [...models.values()];
}

/** True for a model that some endpoint has for an operation, or that may fill in the middle there. */
export function hasModel(
  endpoints: readonly Endpoint[],
  model: string,
  operation: RelayOperation | 'fill',
): boolean {
  if (operation === 'fill')
    return asked('completion', model, endpoints).some((each) => mayFill(each, providerOf(each)));
  return asked(taskOf(operation), model, endpoints).length > 0;
}

/** True for the name that a server gives its model where none was asked for but `default`. */
export const isServedName = (endpoints: readonly Endpoint[], model: string): boolean =>
  endpoints.some(({ servedAs }) => servedAs === model);

/** A request whose answer is told by which model it is. */
export interface Answered {
  /** The name that was asked for. */
  readonly model: string;
  readonly operation: RelayOperation | 'fill';
  /** Absent as long as nobody knows who answers. */
  readonly endpointId?: string;
}

/** The model that an answer is by, by its name in the list; `undefined` where nobody knows, or several may have given it. */
export function modelOfAnswer(
  endpoints: readonly Endpoint[],
  { model, operation, endpointId }: Answered,
  nameOf: (endpoint: Endpoint, task: Task) => string | undefined,
): string | undefined {
  const task = taskOf(operation);
  const all = asked(task, model, endpoints).filter(
    ({ isDeafToSuffix }) => operation !== 'fill' || isDeafToSuffix !== true,
  );
  const some = all.filter(({ id }) => id === endpointId);
  const names = new Set((some.length > 0 ? some : all).map((each) => nameOf(each, task)));
  return names.size === 1 ? [...names][0] : undefined;
}

/** Whichever endpoint is asked has to be able to fill in the middle. */
function abilitiesOf(model: string, endpoints: readonly Endpoint[]) {
  const completing = asked('completion', model, endpoints);
  return {
    fills: completing.length > 0 && completing.every((each) => canFill(each, providerOf(each))),
    chats: asked('action', model, endpoints).length > 0,
  };
}

const taskOf = (operation: RelayOperation | 'fill'): Task =>
  operation === 'text' || operation === 'fill' ? 'completion' : 'action';

const asked = (task: Task, model: string, endpoints: readonly Endpoint[]): readonly Endpoint[] =>
  endpoints.filter((each) => each.roles.includes(task) && isCalled(each, task, model));
