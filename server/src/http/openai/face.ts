import type { IncomingHttpHeaders } from 'node:http';
import type { RelayOperation } from '../../domain/relay.ts';
import { ApiError } from './apiError.ts';
import { isFromPage, isLocalName, keyOf } from './askedHeaders.ts';
import { type Exchange, requestId, sendError, sendJson } from './exchange.ts';
import { apiErrorOf } from './refusals.ts';
import { type RelayTools, relay } from './relay.ts';

/** A request that has been answered. */
export interface FaceEvent {
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  /** Until its turn came: it went to a model server, or was answered. */
  readonly waitSeconds: number;
  /** False for a request that was refused before its turn. */
  readonly hadTurn: boolean;
  /** The client says that it asks once more for the same. */
  readonly isRepeated: boolean;
  readonly keyName: string | undefined;
}

export interface FaceTools extends RelayTools {
  readonly newId: () => string;
  /** True if nobody is asked for a key. */
  readonly isOpen: () => boolean;
  readonly isReady: () => boolean;
  /** The metrics of all processes, in the text format of Prometheus. */
  readonly expose: () => Promise<string>;
  readonly observe: (event: FaceEvent) => void;
}

/** The addresses that clients ask for. */
const ADDRESSES = '/v1/chat/completions, /v1/completions, /v1/embeddings or /v1/models';

type Route = (exchange: Exchange, path: string) => Promise<{ readonly keyName?: string }>;

/** The routes of an OpenAI-compatible server. */
export class Face {
  readonly #tools: () => FaceTools;
  readonly #routes: Readonly<Record<string, Readonly<Record<string, Route>>>>;

  /** The tools are asked for with each request: the configuration may have changed. */
  constructor(tools: () => FaceTools) {
    this.#tools = tools;
    const relayed =
      (operation: RelayOperation): Route =>
      (exchange) =>
        relay(exchange, operation, keyOf(exchange.request.headers), this.#tools());
    const reading = (route: Route) => ({ GET: route, HEAD: route });
    this.#routes = {
      '/v1/chat/completions': { POST: relayed('chat') },
      '/v1/completions': { POST: relayed('text') },
      '/v1/embeddings': { POST: relayed('embeddings') },
      '/v1/models': reading((exchange) => this.#listModels(exchange)),
      '/healthz': reading((exchange) => tell(exchange, 200, 'ok')),
      '/readyz': reading((exchange) => {
        const isReady = this.#tools().isReady();
        return tell(exchange, isReady ? 200 : 503, isReady ? 'ok' : 'leaving');
      }),
      '/metrics': reading(async (exchange) => {
        await tell(exchange, 200, await this.#tools().expose(), PROMETHEUS);
        return NOBODY;
      }),
    };
  }

  /** Answers a request. Never rejects. */
  readonly answer = async (
    request: Exchange['request'],
    response: Exchange['response'],
  ): Promise<void> => {
    const { clock, newId, observe } = this.#tools();
    const startedAt = clock.monotonic();
    const elapsed = () => (clock.monotonic() - startedAt) / 1_000;
    let waitSeconds: number | undefined;
    const onTurn = () => {
      waitSeconds ??= elapsed();
    };
    const exchange = { request, response, id: requestId(request, newId), onTurn };
    const path = pathIn(request.url);
    let keyName: string | undefined;
    try {
      ({ keyName } = await this.#route(path, exchange));
    } catch (error) {
      if (response.headersSent) response.destroy();
      else if (!response.destroyed) sendError(exchange, apiErrorOf(error), clock);
    }
    const status = response.headersSent ? response.statusCode : CLIENT_LEFT;
    const route = Object.hasOwn(this.#routes, path) ? path : 'other';
    const seconds = elapsed();
    observe({
      route,
      status,
      seconds,
      waitSeconds: waitSeconds ?? seconds,
      hadTurn: waitSeconds !== undefined,
      isRepeated: Number(request.headers['x-stainless-retry-count'] ?? 0) > 0,
      keyName,
    });
  };

  #route(path: string, exchange: Exchange): Promise<{ readonly keyName?: string }> {
    const { headers, method = 'GET' } = exchange.request;
    if (this.#tools().isOpen() && (isFromPage(headers) || !isLocalName(hostIn(headers)))) {
      throw new ApiError(
        'Without keys, only programs on this machine are answered, by its own name, and no web pages. With `keys` in the gateway’s configuration, others may ask.',
        {
          status: 403,
          type: 'invalid_request_error',
        },
      );
    }
    const known = Object.hasOwn(this.#routes, path) ? this.#routes[path] : undefined;
    if (known === undefined) {
      if (path.startsWith(MODEL) && method === 'GET') return this.#showModel(exchange, path);
      throw notFound(
        `There is nothing at this address: ${method.slice(0, 8)} ${path.slice(0, 100)}. Ask ${ADDRESSES}.`,
      );
    }
    const route = Object.hasOwn(known, method) ? known[method] : undefined;
    if (route === undefined) {
      exchange.response.setHeader('allow', Object.keys(known).join(', '));
      throw new ApiError(`This address takes ${Object.keys(known).join(' or ')}.`, {
        status: 405,
        type: 'invalid_request_error',
      });
    }
    return route(exchange, path);
  }

  async #listModels(exchange: Exchange): Promise<{ readonly keyName?: string }> {
    const data = await this.#allowedTo(exchange);
    const { admission } = this.#tools();
    const limits = await admission.limitsOf(keyOf(exchange.request.headers));
    sendJson(exchange, 200, JSON.stringify({ object: 'list', data, aurelis: { limits } }));
    return NOBODY;
  }

  async #showModel(exchange: Exchange, path: string): Promise<{ readonly keyName?: string }> {
    const id = decodedOr(path.slice(MODEL.length));
    const model = (await this.#allowedTo(exchange)).find((each) => each.id === id);
    if (model === undefined) throw notFound('There is no such model here.', 'model_not_found');
    sendJson(exchange, 200, JSON.stringify(model));
    return NOBODY;
  }

  async #allowedTo({ request }: Exchange) {
    // Who may not ask at all waits for nobody.
    this.#tools().admission.models(keyOf(request.headers), []);
    await this.#tools().askedModels();
    const { models, admission } = this.#tools();
    const all = models();
    const allowed = admission.models(
      keyOf(request.headers),
      all.map(({ id }) => id),
    );
    return all
      .filter(({ id }) => allowed.includes(id))
      .map((model) => ({ ...model, object: 'model', owned_by: 'aurelis' }));
  }
}

const MODEL = '/v1/models/';
const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';
const NOBODY = {};
/** The status of nginx for a client that left before it was answered. */
const CLIENT_LEFT = 499;

/** A path without anything that parsing changes. */
const PLAIN_TARGET = /^(?:\/[a-z0-9_]+){1,8}$/;

/** The path of a request's target in any of its forms (RFC 9112 §3.2); empty where it has none. */
function pathIn(target = '/'): string {
  // Most are plain, and parsing takes longer than looking.
  if (PLAIN_TARGET.test(target)) return target;
  const url = target.startsWith('/') ? `http://gateway${target}` : target;
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).pathname : '';
}

async function tell(
  { request, response, id }: Exchange,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): Promise<{ readonly keyName?: string }> {
  response.writeHead(status, { 'content-type': type, 'x-request-id': id });
  response.end(request.method === 'HEAD' ? '' : text);
  return NOBODY;
}

/** The name by which a client has found this machine. */
const hostIn = ({ host, ':authority': authority }: IncomingHttpHeaders): string | undefined =>
  host ?? (typeof authority === 'string' ? authority : undefined);

const notFound = (message: string, code: string | null = null): ApiError =>
  new ApiError(message, { status: 404, type: 'invalid_request_error', code });

function decodedOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
