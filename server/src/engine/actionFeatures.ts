import { CommitMessages } from '../actions/commit/commitMessages.ts';
import { Habits } from '../actions/context/habits.ts';
import type { ActionEvent } from '../actions/events.ts';
import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import type { SharingPolicy } from '../privacy/sharingPolicy.ts';
import type { Engine } from './engine.ts';

export interface ActionFeatureTools {
  readonly clock: Clock;
  readonly workspace: {
    readonly policy: SharingPolicy;
    readonly readFile: (uri: string) => Promise<string | undefined>;
  };
  readonly observe: Observer<ActionEvent>;
  readonly isTrusted: () => boolean;
}

/** The actions that are no code actions, under one set of settings. */
export interface ActionFeatures {
  readonly commitMessages: CommitMessages;
}

/** Builds them; the habits of a project are read once for all. */
export class ActionFeatureFactory {
  readonly #tools: ActionFeatureTools;
  readonly habits: Habits;

  constructor(tools: ActionFeatureTools) {
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
