import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  type Connection,
  createConnection,
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** Something that the server has sent. */
interface Sent {
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: the parameters are whatever was sent; tests look into them.
  readonly params: any;
}

/** Answers of the client, by method; a promise that never settles leaves a question open. */
// biome-ignore lint/suspicious/noExplicitAny: see `Sent`.
type Answers = Record<string, (params: any) => unknown>;

/** The server's end of a connection, and a scripted client at the other, with real JSON-RPC over memory between them. */
export interface MemoryPair {
  readonly server: Connection;
  readonly client: MessageConnection;
  /** The requests and notifications that the client got, in order. */
  readonly requests: Sent[];
  readonly notifications: Sent[];
  /** Can be changed while the test runs. */
  readonly answers: Answers;
  /** Texts of the messages for the user. */
  messages(): string[];
  /** Lines of the log. */
  log(): string[];
  /** Says hello as a client with these capabilities does. */
  initialize(capabilities: ClientCapabilities): Promise<void>;
  /** Resolves once each end has heard all that the other has sent so far, and the server the answers, too. */
  heard(): Promise<void>;
  close(): void;
}

const ANSWERS: Answers = {
  'window/showMessageRequest': () => null,
  'client/registerCapability': () => null,
  'window/workDoneProgress/create': () => null,
};

/** Connects the two. A request that has no answer is one that the client does not know. */
export function memoryPair(own: Answers = {}): MemoryPair {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  const client = createMessageConnection(
    new StreamMessageReader(down),
    new StreamMessageWriter(up),
    undefined,
  );
  const requests: Sent[] = [];
  const notifications: Sent[] = [];
  const answers = { ...ANSWERS, ...own };
  client.onRequest((method: string, params: unknown) => {
    requests.push({ method, params });
    const answer = answers[method];
    if (answer === undefined) return new ResponseError(ErrorCodes.MethodNotFound, method);
    return answer(params);
  });
  const hear = (method: string, params: unknown) => void notifications.push({ method, params });
  client.onNotification(hear);
  client.onNotification('$/progress', (params) => hear('$/progress', params));
  server.onRequest('heard', () => true);
  server.onInitialize(() => ({ capabilities: {} }));
  server.listen();
  client.listen();
  client.onRequest('heard', () => true);
  const heard = async () => {
    await client.sendRequest('heard');
    await server.sendRequest('heard');
  };
  const of = (sent: readonly Sent[], method: string): string[] =>
    sent.filter((each) => each.method === method).map(({ params }) => params.message);
  return {
    server,
    client,
    requests,
    notifications,
    answers,
    messages: () => [
      ...of(requests, 'window/showMessageRequest'),
      ...of(notifications, 'window/showMessage'),
    ],
    log: () => of(notifications, 'window/logMessage'),
    async initialize(capabilities) {
      const params = { processId: null, rootUri: null, capabilities, workspaceFolders: null };
      await client.sendRequest('initialize', params);
    },
    heard,
    close() {
      client.dispose();
      server.dispose();
      up.destroy();
      down.destroy();
    },
  };
}
