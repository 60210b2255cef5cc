import type { Announcement } from '../domain/announcement.ts';
import type { CallerLimit } from '../domain/callerLimit.ts';
import type { Endpoint } from '../domain/endpoint.ts';

/** Endpoints come and go with the settings. */
const MAX_ENDPOINTS = 100;
const NOTHING: Announcement = { models: [], moreModels: 0, limits: [] };

/** The words of gateways to us, their caller: models when they were asked, limits with each answer. By endpoint and address. */
export class GatewayNews {
  /** The one that was told last is last. */
  readonly #known = new Map<string, Announcement>();

  of(endpoint: Endpoint): Announcement | undefined {
    return this.#known.get(nameOf(endpoint));
  }

  readonly announced = (endpoint: Endpoint, announcement: Announcement): void => {
    const name = nameOf(endpoint);
    this.#known.delete(name);
    this.#known.set(name, announcement);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_ENDPOINTS && oldest !== undefined) this.#known.delete(oldest);
  };

  /** An answer told how much of the limits is left. */
  readonly heard = (endpoint: Endpoint, limits: readonly CallerLimit[]): void => {
    this.announced(endpoint, { ...(this.of(endpoint) ?? NOTHING), limits });
  };
}

const nameOf = ({ id, url }: Endpoint): string => `${id}\n${url}`;
