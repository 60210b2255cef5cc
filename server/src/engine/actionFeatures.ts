import { customActions } from '../actions/catalogue/custom.ts';
import { CommitMessages } from '../actions/commit/commitMessages.ts';
import { Definitions } from '../actions/context/definitions.ts';
import { Habits } from '../actions/context/habits.ts';
import { FixAllRuns } from '../actions/fixAll/fixAllRuns.ts';
import { NameSuggestions } from '../actions/names/nameSuggestions.ts';
import { ActionProvider } from '../actions/provider.ts';
import { UnusableAnswers } from '../actions/unusableAnswers.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type { Generation } from '../domain/generation.ts';
import type { Settings } from '../settings/settings.ts';
import type { Engine } from './engine.ts';
import type { FeatureTools } from './featureTools.ts';

/** Code actions and their kin, under one set of settings. */
export interface ActionFeatures {
  readonly actions: ActionProvider;
  readonly commitMessages: CommitMessages;
  readonly names: NameSuggestions;
}

/** Builds them; the habits of a project, what was found out about its code, and runs of "Fix all" are kept for all. */
export class ActionFeatureFactory {
  readonly #tools: FeatureTools;
  readonly #habits: Habits;
  readonly #definitions: Definitions;
  readonly #runs = new FixAllRuns();
  readonly #unusable = new UnusableAnswers();

  constructor(tools: FeatureTools) {
    this.#tools = tools;
    const { clock, workspace, isServing: isTrusted } = tools;
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
      generate: engine,
      endpoints,
      actionRoom: room,
      forget,
    }: Pick<Engine, 'generate' | 'endpoints' | 'actionRoom' | 'forget'>,
    batchSize: number | (() => number) = settings['requests.batchSize'],
  ): ActionFeatures {
    const { clock, observe, workspace } = this.#tools;
    const { documents, policy } = workspace;
    const habits = this.#habits;
    // An action may ask long after it began: more blocks, another try.
    const generate = this.#unusable.afresh(async (...asked) => {
      if (!this.#tools.isServing()) throw new EndpointError('', 'noEndpoint');
      return engine(...asked);
    });
    const onUnusable = (answer: Generation) => {
      this.#unusable.add(answer);
      // Another process, or this one after a restart, would find it there.
      void forget(answer);
    };
    const asking = {
      documents,
      policy,
      clock,
      observe,
      generate,
      onUnusable,
      editFormOf: (id: string) => endpoints.find((each) => each.id === id)?.editForm ?? 'whole',
      habits: (uri: string) => habits.of(uri),
      definitions: this.#definitions.of,
    };
    return {
      actions: new ActionProvider({
        ...asking,
        batchSize,
        preview: settings['actions.preview'],
        custom: customActions(settings['actions.custom']),
        runs: this.#runs,
      }),
      names: new NameSuggestions(asking),
      commitMessages: new CommitMessages({
        clock,
        policy,
        habits,
        generate,
        observe,
        onUnusable,
        room,
      }),
    };
  }
}
