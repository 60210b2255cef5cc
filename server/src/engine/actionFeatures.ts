import { customActions } from '../actions/catalogue/custom.ts';
import { Definitions } from '../actions/context/definitions.ts';
import { ActionProvider } from '../actions/provider.ts';
import type { Settings } from '../settings/settings.ts';
import type { Engine } from './engine.ts';
import type { FeatureTools } from './featureTools.ts';

/** Builds code actions under one set of settings, and keeps what was found out about code under others. */
export class ActionFeatures {
  readonly #tools: FeatureTools;
  readonly #definitions: Definitions;

  constructor(tools: FeatureTools) {
    this.#tools = tools;
    const { clock, workspace } = tools;
    this.#definitions = new Definitions({
      ...workspace,
      clock,
      symbols: workspace.symbols ?? (async () => undefined),
      spelt: workspace.spelt ?? ((uri) => uri),
    });
  }

  create(settings: Settings, { generate }: Pick<Engine, 'generate'>): ActionProvider {
    const { clock, observe, workspace } = this.#tools;
    const { documents, policy } = workspace;
    return new ActionProvider({
      documents,
      policy,
      clock,
      observe,
      generate,
      batchSize: settings['requests.batchSize'],
      preview: settings['actions.preview'],
      custom: customActions(settings['actions.custom']),
      definitions: this.#definitions.of,
    });
  }
}
