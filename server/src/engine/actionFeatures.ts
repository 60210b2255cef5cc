import { customActions } from '../actions/catalogue/custom.ts';
import { CommitMessages } from '../actions/commit/commitMessages.ts';
import { Definitions } from '../actions/context/definitions.ts';
import { Habits } from '../actions/context/habits.ts';
import { FixAllRuns } from '../actions/fixAll/fixAllRuns.ts';
import { ActionProvider } from '../actions/provider.ts';
import type { Settings } from '../settings/settings.ts';
import type { Engine } from './engine.ts';
import type { FeatureTools } from './featureTools.ts';

/** Code actions and their kin, under one set of settings. */
export interface ActionFeatures {
  readonly actions: ActionProvider;
  readonly commitMessages: CommitMessages;
}

/** Builds them; the habits of a project, what was found out about its code, and runs of "Fix all" are kept for all. */
export class ActionFeatureFactory {
  readonly #tools: FeatureTools;
  readonly #habits: Habits;
  readonly #definitions: Definitions;
  readonly #runs = new FixAllRuns();

  constructor(tools: FeatureTools) {
    this.#tools = tools;
    const { clock, workspace, isTrusted } = tools;
    this.#habits = new Habits({ ...workspace, clock, isTrusted });
    this.#definitions = new Definitions({
      ...workspace,
      clock,
      symbols: workspace.symbols ?? (async () => undefined),
      spelt: workspace.spelt ?? ((uri) => uri),
    });
  }

  create(
    settings: Settings,
    {
      generate,
      endpoints,
      actionRoom: room,
    }: Pick<Engine, 'generate' | 'endpoints' | 'actionRoom'>,
    batchSize: number | (() => number) = settings['requests.batchSize'],
  ): ActionFeatures {
    const { clock, observe, workspace } = this.#tools;
    const { documents, policy } = workspace;
    const habits = this.#habits;
    return {
      actions: new ActionProvider({
        documents,
        policy,
        clock,
        observe,
        generate,
        batchSize,
        preview: settings['actions.preview'],
        custom: customActions(settings['actions.custom']),
        editFormOf: (id) => endpoints.find((each) => each.id === id)?.editForm ?? 'whole',
        habits: (uri) => habits.of(uri),
        runs: this.#runs,
        definitions: this.#definitions.of,
      }),
      commitMessages: new CommitMessages({ clock, policy, habits, generate, observe, room }),
    };
  }
}
