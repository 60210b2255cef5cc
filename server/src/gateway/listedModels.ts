import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import type { Task } from '../domain/generation.ts';
import type { RelayOperation } from '../domain/relay.ts';
import type { ListedModel } from '../http/openai/listedModel.ts';
import { providerOf } from '../providers/index.ts';
import { canFill, mayFill } from '../providers/relayedFill.ts';

/** The models of all endpoints, each once, as callers may know them; `created` is epoch seconds. */
export function listedModels(endpoints: readonly Endpoint[], created: number): ListedModel[] {
  const models = new Map<string, ListedModel>();
  for (const endpoint of endpoints) {
    for (const task of endpoint.roles) {
      const id = modelFor(endpoint, task);
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
  return asked(operation === 'text' ? 'completion' : 'action', model, endpoints).length > 0;
}

/** True for a name behind which another gateway chooses: the model that answers has another one. */
export const isChosenElsewhere = (endpoints: readonly Endpoint[], model: string): boolean =>
  endpoints.some(
    (each) =>
      providerOf(each).chooses?.answeredBy !== undefined &&
      providerOf(each).chooses?.unnamed === model &&
      each.roles.some((task) => modelFor(each, task) === model),
  );

/** Whichever endpoint is asked has to be able to fill in the middle. */
function abilitiesOf(model: string, endpoints: readonly Endpoint[]) {
  const completing = asked('completion', model, endpoints);
  return {
    fills: completing.length > 0 && completing.every((each) => canFill(each, providerOf(each))),
    chats: asked('action', model, endpoints).length > 0,
  };
}

const asked = (task: Task, model: string, endpoints: readonly Endpoint[]): readonly Endpoint[] =>
  endpoints.filter((each) => each.roles.includes(task) && modelFor(each, task) === model);
