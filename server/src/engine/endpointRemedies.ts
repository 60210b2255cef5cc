import type { Endpoint } from '../domain/endpoint.ts';
import { providerOf } from '../providers/index.ts';
import type { EndpointRuntime, EndpointStates } from '../upstream/endpointStates.ts';

/** The ways to mend an endpoint that refuses. */
export class EndpointRemedies {
  readonly #states: EndpointStates;
  readonly #endpoints: () => readonly Endpoint[];

  constructor(states: EndpointStates, endpoints: () => readonly Endpoint[]) {
    this.#states = states;
    this.#endpoints = endpoints;
  }

  /** An endpoint has a new key: what we held against it is forgotten. */
  newKey(endpointId: string): void {
    for (const { health, limiter, facts } of this.#modelsOf(endpointId)) {
      health.reset();
      limiter.reset();
      facts.tryAgain();
    }
  }

  /** The user wants an endpoint to be asked again at once. */
  readonly tryAgain = (endpointId: string): void => {
    for (const { health, facts } of this.#modelsOf(endpointId)) {
      health.wake();
      facts.tryAgain();
    }
  };

  /** Asks an endpoint's models for completions by chat from now on, and at once. */
  readonly useChat = (endpointId: string): void => {
    for (const { facts } of this.#modelsOf(endpointId))
      facts.learn({ ...facts.known, api: 'chat' });
    this.tryAgain(endpointId);
  };

  /** True if an endpoint can be asked for completions by chat, and is asked otherwise now. */
  readonly canUseChat = (endpointId: string): boolean => {
    const endpoint = this.#find(endpointId);
    if (endpoint === undefined || !endpoint.roles.includes('completion')) return false;
    const { known } = this.#states.of(endpoint, 'completion').facts;
    const canChat = providerOf(endpoint).completionApis.includes('chat');
    return canChat && (known.api ?? endpoint.completionApi) !== 'chat';
  };

  #find(endpointId: string): Endpoint | undefined {
    return this.#endpoints().find(({ id }) => id === endpointId);
  }

  #modelsOf(endpointId: string): readonly EndpointRuntime[] {
    const endpoint = this.#find(endpointId);
    return endpoint === undefined ? [] : this.#states.all(endpoint);
  }
}
