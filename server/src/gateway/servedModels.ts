import { delay } from '../base/clock.ts';
import { ANY_MODEL, type Endpoint, modelFor } from '../domain/endpoint.ts';
import type { Task } from '../domain/generation.ts';
import { ChosenModels } from '../engine/chosenModels.ts';
import { DescribedServers, type DescriptionTools } from '../engine/describedServers.ts';
import { providerOf } from '../providers/index.ts';
import { mayFill } from '../providers/relayedFill.ts';
import { formOf } from '../providers/templates/modelNames.ts';

/** A server that is asked which model it takes says so within milliseconds, unless it is away. */
const CHOICE_MS = 250;

/** The models that servers have, as they say themselves; it outlives a change of the configuration. */
export class ServedModels {
  /** Those that they take where none is named. */
  readonly chosen = new ChosenModels();
  readonly #clock: DescriptionTools['clock'];
  readonly #servers: DescribedServers;

  /** `onChanged` is told when a server says something new. */
  constructor(tools: DescriptionTools, onChanged: () => void) {
    this.#clock = tools.clock;
    const { told: onChosen, untold: onUntold } = this.chosen;
    this.#servers = new DescribedServers({ ...tools, onChosen, onUntold }, onChanged);
  }

  /**
   * Resolves when servers have said which model they have, or are late; `undefined` where none is to be asked now. Whoever names a model, or looks
   * for answers of one, has to know it before.
   */
  asked(endpoints: readonly Endpoint[]): Promise<void> | undefined {
    const isKnown = this.#servers.askForChoices(endpoints);
    if (isKnown === undefined) return undefined;
    const late = delay(this.#clock, CHOICE_MS, new AbortController().signal);
    return Promise.race([isKnown, late]).then(() => undefined);
  }

  /**
   * Endpoints within what their servers say of their models; what the configuration says holds. A name that the configuration has is another model's:
   * no server takes requests for that upon itself.
   */
  describedAmong(all: readonly Endpoint[]): (endpoint: Endpoint) => Endpoint {
    const taken = new Set(all.flatMap(({ model, completionModel }) => [model, completionModel]));
    return (endpoint) => {
      const { name, family } = this.#servers.modelOf(endpoint);
      const hasName = name !== undefined && !taken.has(name) && isUnnamed(endpoint);
      const hasFamily = family !== undefined && !saysForm(endpoint);
      const known = {
        ...endpoint,
        ...(hasName ? { servedAs: name } : {}),
        ...(hasFamily ? { fimTemplate: family } : {}),
      };
      const isDeaf = !mayFill(known, providerOf(known));
      return Object.freeze(isDeaf ? { ...known, isDeafToSuffix: true } : known);
    };
  }

  /**
   * The name under which callers may keep answers of an endpoint: that of its model. `undefined` where another gateway chooses, which tells itself, or
   * where a server has a model that nobody can name now.
   */
  readonly nameOf = (endpoint: Endpoint, task: Task): string | undefined => {
    const { chooses } = providerOf(endpoint);
    const model = modelFor(endpoint, task);
    if (chooses === undefined || (chooses.unnamed ?? ANY_MODEL) !== model) return model;
    if (chooses.answeredBy !== undefined) return undefined;
    if (!this.chosen.hasTold(endpoint)) return model;
    return this.chosen.isSure(endpoint) ? endpoint.servedAs : undefined;
  };
}

const isUnnamed = ({ model, completionModel }: Endpoint): boolean =>
  model === ANY_MODEL && completionModel === ANY_MODEL;

const saysForm = ({ fimTemplate = 'auto', completionModel }: Endpoint): boolean =>
  fimTemplate !== 'auto' || formOf(completionModel) !== undefined;
