import type { Endpoint } from '../domain/endpoint.ts';
import type { EndpointStates } from '../upstream/endpointStates.ts';
import type { EndpointTest } from './endpointTest.ts';

export interface EndpointControlTools {
  readonly states: EndpointStates;
  /** Those of the settings of the moment. */
  readonly endpoints: () => readonly Endpoint[];
  /** Sends one tiny request; rejects with `CancelledError` when the signal aborts. */
  readonly test: (endpoint: Endpoint, signal: AbortSignal) => Promise<EndpointTest>;
  /** Told when an endpoint was paused or resumed. */
  readonly onChanged: () => void;
}

/** There is no endpoint of that id (any more). */
type Unknown = 'unknown';

/** The user's commands about an endpoint, by its id. */
export class EndpointControl {
  readonly #tools: EndpointControlTools;
  readonly #underTest = new Set<string>();

  constructor(tools: EndpointControlTools) {
    this.#tools = tools;
  }

  /** Nothing is sent to the endpoint until it is resumed, or the server restarts; `before` if that was so already. */
  pause(endpointId: string): 'done' | 'before' | Unknown {
    return this.#change(endpointId, (endpoint) => this.#tools.states.pause(endpoint));
  }

  /** The endpoint is asked again; `before` if it was not paused. */
  resume(endpointId: string): 'done' | 'before' | Unknown {
    return this.#change(endpointId, (endpoint) => this.#tools.states.resume(endpoint));
  }

  isPaused(endpointId: string): boolean {
    return this.#tools.states.isPaused({ id: endpointId });
  }

  /** Tests the endpoint, once at a time: `running` while another test of it is. Rejects with `CancelledError` when the signal aborts. */
  async test(endpointId: string, signal: AbortSignal): Promise<EndpointTest | 'running' | Unknown> {
    const endpoint = this.#find(endpointId);
    if (endpoint === undefined) return 'unknown';
    if (this.#underTest.has(endpointId)) return 'running';
    this.#underTest.add(endpointId);
    try {
      return await this.#tools.test(endpoint, signal);
    } finally {
      this.#underTest.delete(endpointId);
    }
  }

  #change(endpointId: string, change: (endpoint: Endpoint) => boolean) {
    const endpoint = this.#find(endpointId);
    if (endpoint === undefined) return 'unknown';
    if (!change(endpoint)) return 'before';
    this.#tools.onChanged();
    return 'done';
  }

  #find(endpointId: string): Endpoint | undefined {
    return this.#tools.endpoints().find(({ id }) => id === endpointId);
  }
}
