import type { Observer } from '../base/observer.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { ModelChoices } from '../domain/operation.ts';
import type { UpstreamEvent } from '../domain/requestEvents.ts';
import type { LimitSignals } from '../limits/limitHeaders.ts';
import type { EvaluationSpeed } from './evaluationSpeed.ts';
import type { PostTools } from './post.ts';
import type { RequestFacts } from './requestFacts.ts';
import type { UsualTimes } from './usualTimes.ts';

/** The dependencies of one exchange with an endpoint. */
export interface SendTools extends PostTools {
  /** The endpoint's key, if it has one. */
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  readonly observe: Observer<UpstreamEvent>;
  readonly totalMs: number;
  /** The limit of the settings for the first word, in milliseconds; `undefined` for what is usual. */
  readonly firstWordMs: number | undefined;
  /** Told how long first words take for the task, and how long prompts take. */
  readonly times: UsualTimes;
  readonly speed: EvaluationSpeed;
  /** Told what the endpoint says of its limits, with whatever it answers. */
  readonly hear: (signals: LimitSignals) => void;
  /** Told which model a server has chosen for a request, as soon as its answer says so. */
  readonly onChosen?: (choices: ModelChoices) => void;
  /** The form in which the endpoint takes requests. */
  readonly facts: RequestFacts;
  /** Told what a refusal says of that form; true if the request is sent once more in another one. */
  readonly mayChange: (learnt: RequestFacts) => boolean;
}
