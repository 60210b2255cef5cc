import { CommitMessages } from '../actions/commit/commitMessages.ts';
import { Habits } from '../actions/context/habits.ts';
import type { Engine } from './engine.ts';
import type { FeatureTools } from './features.ts';

/** The actions that are no code actions, under one set of settings. */
export interface ActionFeatures {
  readonly commitMessages: CommitMessages;
}

/** Builds them; the habits of a project are read once for all. */
export class ActionFeatureFactory {
  readonly #tools: Pick<FeatureTools, 'clock' | 'workspace' | 'observe' | 'isTrusted'>;
  readonly habits: Habits;

  constructor(tools: Pick<FeatureTools, 'clock' | 'workspace' | 'observe' | 'isTrusted'>) {
    this.#tools = tools;
    const { clock, workspace, isTrusted } = tools;
    this.habits = new Habits({ ...workspace, clock, isTrusted });
  }

  create({ generate, actionRoom: room }: Pick<Engine, 'generate' | 'actionRoom'>): ActionFeatures {
    const { clock, observe, workspace } = this.#tools;
    const { policy } = workspace;
    const { habits } = this;
    return {
      commitMessages: new CommitMessages({ clock, policy, habits, generate, observe, room }),
    };
  }
}
