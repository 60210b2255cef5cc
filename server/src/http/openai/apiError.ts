import { visible } from '../../base/pasted.ts';

/**
 * Longest wait, in milliseconds, after which a client may ask again by itself. The official clients sleep for as long as
 * `retry-after` says, silently, be it a day (openai-node, `retryRequest`).
 */
const LONGEST_SILENT_MS = 60_000;
/** Longest message, in UTF-16 units: parts of it may come from a request. */
const MAX_MESSAGE = 1_000;
const CONTROL = /\p{Cc}+/gu;

export interface ApiErrorDetails {
  /** The HTTP status. The official clients choose the class of what they throw by it. */
  readonly status: number;
  /** `invalid_request_error`, `insufficient_quota`, `rate_limit_error`, `server_error`. */
  readonly type: string;
  /** By which programs tell errors of one status apart: `invalid_api_key`, `model_not_found`, `rate_limit_exceeded`, … */
  readonly code?: string | null;
  /** The member of the request that is at fault. */
  readonly param?: string | null;
  /** The earliest time at which the same request may succeed, from now on. */
  readonly retryAfterMs?: number | undefined;
  /** False where the same request cannot succeed, or not soon: clients then tell their users at once. */
  readonly shouldRetry?: boolean;
}

/** The body of an error in OpenAI's form. */
export interface ApiErrorBody {
  readonly error: Readonly<Record<'message' | 'type', string>> &
    Readonly<Record<'param' | 'code', string | null>>;
}

/** A refusal as OpenAI's clients expect it. Its message is shown to whoever asked: it holds nothing of a prompt or a key. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
  readonly retryAfterMs: number | undefined;
  readonly #shouldRetry: boolean | undefined;
  #more: Readonly<Record<string, string>> = {};

  constructor(message: string, details: ApiErrorDetails) {
    super(harmless(message));
    this.name = 'ApiError';
    this.status = details.status;
    this.type = details.type;
    this.code = details.code ?? null;
    this.param = details.param ?? null;
    this.retryAfterMs = details.retryAfterMs;
    const isLong = (details.retryAfterMs ?? 0) > LONGEST_SILENT_MS;
    this.#shouldRetry = isLong ? false : details.shouldRetry;
  }

  /** The same with further headers. */
  with(headers: Readonly<Record<string, string>>): this {
    this.#more = headers;
    return this;
  }

  body(): ApiErrorBody {
    const { message, type, param, code } = this;
    return { error: { message, type, param, code } };
  }

  /**
   * Headers about asking again: in whole seconds for everybody, in milliseconds for the official clients, and a word where
   * they had better not.
   */
  headers(): Record<string, string> {
    const waitMs = this.retryAfterMs;
    const wait =
      waitMs === undefined
        ? {}
        : {
            // Clients take 0 for none.
            'retry-after': String(Math.max(1, Math.ceil(waitMs / 1_000))),
            'retry-after-ms': String(Math.max(1, Math.ceil(waitMs))),
          };
    const word = this.#shouldRetry === false ? { 'x-should-retry': 'false' } : {};
    return { ...this.#more, ...wait, ...word };
  }
}

/** On one line, bounded, without characters that terminals obey or nobody sees. */
const harmless = (message: string): string =>
  visible(message.slice(0, MAX_MESSAGE)).replace(CONTROL, ' ').toWellFormed();
