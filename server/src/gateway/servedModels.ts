import { delay } from '../base/clock.ts';
import type { Endpoint } from '../domain/endpoint.ts';
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
    this.#servers = new DescribedServers({ ...tools, onChosen: this.chosen.told }, onChanged);
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

  /** An endpoint within what its server says of its model; what the configuration says holds. */
  readonly described = (endpoint: Endpoint): Endpoint => {
    const { family } = this.#servers.modelOf(endpoint);
    const { fimTemplate = 'auto', completionModel } = endpoint;
    const isSaid = fimTemplate !== 'auto' || formOf(completionModel) !== undefined;
    const known = family === undefined || isSaid ? endpoint : { ...endpoint, fimTemplate: family };
    const hears = mayFill(known, providerOf(known));
    return Object.freeze(hears ? known : { ...known, isDeafToSuffix: true });
  };
}
