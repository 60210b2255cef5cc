import {
  ErrorCodes,
  LSPErrorCodes,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageserver';
import { initializeParams, parentIn } from './initializeParams.ts';
import type { Raw } from './shape.ts';

/** Told what the client says of its own end and ours. */
export interface GateListener {
  /** The process whose end ends the server, as `initialize` names it. */
  onParent(processId: number): void;
  /** The client wants the process to end; `isShutDown` if it has said so before, as it should. */
  onExit(isShutDown: boolean): void;
  /** A message was left out; a sentence says why. */
  onIgnored(why: string): void;
}

/** Longest name of a method, and longest id, that are taken, in UTF-16 units. */
const MAX_NAME = 200;

/** How far the client is: LSP, "Server lifecycle". */
type Stage = 'new' | 'running' | 'shutDown';

/**
 * Stands between the transport and the library, which trusts what it is sent: answers what comes at the wrong time, and passes
 * nothing on whose form is not that of JSON-RPC. The parameters of what it passes are an object.
 */
export class Gate {
  readonly #writer: MessageWriter;
  readonly #listener: GateListener;
  #stage: Stage = 'new';

  constructor(writer: MessageWriter, listener: GateListener) {
    this.#writer = writer;
    this.#listener = listener;
  }

  get isShutDown(): boolean {
    return this.#stage === 'shutDown';
  }

  /** The reader for the library. */
  behind(reader: MessageReader): MessageReader {
    return {
      onError: reader.onError,
      onClose: reader.onClose,
      onPartialMessage: reader.onPartialMessage,
      dispose: () => reader.dispose(),
      listen: (callback) =>
        reader.listen((message) => {
          const passed = this.#pass(message);
          if (passed !== undefined) callback(passed);
        }),
    };
  }

  #pass(message: unknown): Message | undefined {
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      return this.#refuse(null, ErrorCodes.InvalidRequest, 'A message must be one object.');
    }
    const raw = message as Raw;
    const { id, method } = raw;
    if (method === undefined) return this.#response(raw);
    if (id !== undefined && !isId(id)) {
      return this.#refuse(
        null,
        ErrorCodes.InvalidRequest,
        '"id" must be a number or a short text.',
      );
    }
    if (typeof method !== 'string' || method.length > MAX_NAME) {
      if (id === undefined) return this.#ignore('"method" must be a short text.');
      return this.#refuse(id, ErrorCodes.InvalidRequest, '"method" must be a short text.');
    }
    return id === undefined ? this.#notification(method, raw) : this.#request(id, method, raw);
  }

  #request(id: Id, method: string, { params }: Raw): Message | undefined {
    const wrongTime = this.#wrongTime(method);
    if (wrongTime !== undefined) return this.#refuse(id, wrongTime.code, wrongTime.message);
    const named = paramsIn(params);
    if (named === undefined) {
      return this.#refuse(id, ErrorCodes.InvalidParams, '"params" must be an object.');
    }
    if (method === 'initialize') {
      this.#stage = 'running';
      const parent = parentIn(named);
      if (parent !== undefined) this.#listener.onParent(parent);
      return messageOf({ id, method, params: initializeParams(named) });
    }
    if (method === 'shutdown') {
      this.#stage = 'shutDown';
      return messageOf({ id, method });
    }
    return messageOf({ id, method, params: named });
  }

  #wrongTime(method: string): { readonly code: number; readonly message: string } | undefined {
    if (this.#stage === 'new') {
      if (method === 'initialize') return undefined;
      return { code: ErrorCodes.ServerNotInitialized, message: 'Send "initialize" first.' };
    }
    if (this.#stage === 'shutDown') {
      return { code: ErrorCodes.InvalidRequest, message: 'The server has been shut down.' };
    }
    if (method !== 'initialize') return undefined;
    return { code: ErrorCodes.InvalidRequest, message: 'The server is initialized already.' };
  }

  #notification(method: string, { params }: Raw): Message | undefined {
    if (method === 'exit') {
      this.#listener.onExit(this.isShutDown);
      return undefined;
    }
    // LSP: notifications before `initialize` are dropped, and after `shutdown` nobody works any more.
    if (this.#stage !== 'running') return undefined;
    const named = paramsIn(params);
    if (named === undefined) return this.#ignore(`"params" of ${told(method)} must be an object.`);
    if (method === '$/cancelRequest' && !isId(named.id)) return undefined;
    return messageOf({ method, params: named });
  }

  /** An answer to a request of ours; without a result (as Lua writes one that is null) it is null. */
  #response({ id, result, error }: Raw): Message | undefined {
    if (!isId(id)) return this.#ignore('An answer must have the id of a request.');
    if (error === undefined || error === null) return messageOf({ id, result: result ?? null });
    // The text of a client's error is for its own log.
    const { code } = error as Raw;
    const known = typeof code === 'number' ? code : LSPErrorCodes.RequestFailed;
    return messageOf({ id, error: { code: known, message: 'The client refused the request' } });
  }

  #refuse(id: Id | null, code: number, message: string): undefined {
    // The connection may close at any moment; then nobody wants to know.
    this.#writer.write(messageOf({ id, error: { code, message } })).catch(() => undefined);
  }

  #ignore(why: string): undefined {
    this.#listener.onIgnored(why);
  }
}

type Id = string | number;

const isId = (id: unknown): id is Id =>
  (typeof id === 'string' && id.length <= MAX_NAME) ||
  (typeof id === 'number' && Number.isFinite(id));

/**
 * Parameters by name; none where there are none, in any of the ways to write that. Some libraries send the only one by position
 * (`[null]` for what has none).
 */
function paramsIn(params: unknown): Raw | undefined {
  if (params === undefined || params === null) return {};
  if (typeof params !== 'object') return undefined;
  if (!Array.isArray(params)) return params as Raw;
  if (params.length === 0) return {};
  const [only] = params as unknown[];
  return params.length === 1 && !Array.isArray(only) ? paramsIn(only) : undefined;
}

const messageOf = (members: Raw): Message => ({ jsonrpc: '2.0', ...members }) as Message;

const told = (method: string): string => (/^[\w$/.-]+$/.test(method) ? method : 'a notification');
