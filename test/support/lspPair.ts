import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import {
  createProtocolConnection,
  type InitializeResult,
  type InlineCompletionItem,
  InlineCompletionRequest,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { serve } from '../../server/src/app/server.ts';
import type { ServerTools } from '../../server/src/app/serverTools.ts';
import { type Clock, systemClock } from '../../server/src/base/clock.ts';
import type { Prediction, PredictionQuery } from '../../server/src/domain/predictor.ts';
import { openConnection } from '../../server/src/lsp/door/openConnection.ts';
import { StreamReader } from '../../server/src/lsp/door/streamReader.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import type { LocalPlace } from '../../server/src/upstream/discovery.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';

export interface PairOptions {
  /** The section `aurelis` as VS Code would deliver it. */
  readonly settings?: unknown;
  readonly clock?: Clock;
  /** Folder for files; a new one that goes with the pair by default. */
  readonly storagePath?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly credentials?: Readonly<Record<string, string>>;
  /** The predictions of the workspace endpoint. */
  readonly predict?: (query: PredictionQuery) => Prediction | undefined;
  /** Where model servers of this machine may listen; none without it. */
  readonly localPlaces?: readonly LocalPlace[];
  /** Files of the workspace that are not open, by their URIs. */
  readonly files?: Readonly<Record<string, string>>;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** Answers to `window/showMessageRequest`: the title of the button that is pressed. */
  readonly press?: string;
  /** The client's other sections, such as `http`. */
  readonly sections?: Readonly<Record<string, unknown>>;
  /** Parts of the process in place of the usual ones. */
  readonly tools?: Partial<ServerTools>;
  /** The custom messages that the client asks for; all without it. */
  readonly custom?: unknown;
  /** In place of the usual ones. */
  readonly initializationOptions?: unknown;
  /** Answers to `aurelis/settings`; without it the client does not know the question. */
  readonly scoped?: () => unknown;
  /** Answers no question about settings, though it promised to. */
  readonly failsConfiguration?: boolean;
}

/** The server and a client of it, speaking real JSON-RPC over memory. */
export interface LspPair {
  readonly client: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Texts of `window/showMessage` and `showMessageRequest`. */
  readonly messages: string[];
  /** Lines of `window/logMessage`. */
  readonly log: string[];
  readonly notifications: { method: string; params: unknown }[];
  open(uri: string, text: string, languageId?: string): Promise<void>;
  change(uri: string, version: number, text: string): Promise<void>;
  complete(
    uri: string,
    position: { line: number; character: number },
    options?: { invoked?: boolean; token?: import('vscode-languageserver').CancellationToken },
  ): Promise<InlineCompletionItem | undefined>;
  metrics(): Promise<MetricsSnapshot>;
  changeSettings(settings: unknown): Promise<void>;
  /** Says goodbye as a client does, and closes everything. */
  close(): Promise<void>;
}

const FULL_CAPABILITIES = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    applyEdit: true,
    workspaceEdit: { documentChanges: true },
  },
  textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  window: { workDoneProgress: true },
};

export async function lspPair(options: PairOptions = {}): Promise<LspPair> {
  const up = new PassThrough();
  const down = new PassThrough();
  const dispatcher = new HttpClient(systemClock);
  const storagePath = options.storagePath ?? mkdtempSync(join(tmpdir(), 'aurelis-storage-'));
  const { connection: serverConnection } = openConnection(
    (handled) => new StreamReader(up, systemClock.soon, handled, () => undefined),
    new StreamMessageWriter(down),
    { onParent: () => undefined, onExit: () => undefined },
    systemClock.soon,
  );
  const server = serve(serverConnection, {
    version: 'test',
    clock: options.clock ?? systemClock,
    http: dispatcher,
    usage: () => ({ cpu: 0.01, memory: 0.1, residentBytes: 100_000_000 }),
    localPlaces: options.localPlaces ?? [],
    readText: (path) => readFile(path, 'utf8').catch(() => undefined),
    storagePath,
    newId: randomUUID,
    random: () => 0.5,
    environment: options.environment ?? {},
    createReader: () => async (uri) => options.files?.[uri],
    createLook: () => (uri) => options.files?.[uri] !== undefined,
    createPredictor: () => ({
      predict: async (query) => options.predict?.(query),
      state: () => ({ state: 'ready', files: 0, tokens: 0 }),
      configure: () => undefined,
      open: () => undefined,
      dispose: () => undefined,
    }),
    ...options.tools,
  });
  const client = createProtocolConnection(
    new StreamMessageReader(down),
    new StreamMessageWriter(up),
    // Errors of the connection itself reject the requests that they concern.
    { error: () => undefined, warn: () => undefined, info: () => undefined, log: () => undefined },
  );
  const messages: string[] = [];
  const log: string[] = [];
  const notifications: { method: string; params: unknown }[] = [];
  let { settings } = options;
  client.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) => {
    if (options.failsConfiguration) throw new Error('scripted');
    const sections: Record<string, unknown> = { ...options.sections, aurelis: settings };
    return items.map(({ section }) => sections[section] ?? null);
  });
  client.onRequest('client/registerCapability', () => null);
  client.onRequest('window/workDoneProgress/create', () => null);
  client.onRequest('window/showMessageRequest', ({ message }: { message: string }) => {
    messages.push(message);
    return options.press === undefined ? null : { title: options.press };
  });
  if (options.scoped !== undefined) client.onRequest('aurelis/settings', options.scoped);
  if (options.credentials !== undefined) {
    client.onRequest('aurelis/credential', (params: { endpointId: string }) => ({
      apiKey: options.credentials?.[params.endpointId],
    }));
  }
  const hear = (method: string, take: (params: { message: string }) => void) =>
    client.onNotification(method, take);
  hear('window/showMessage', ({ message }) => messages.push(message));
  hear('window/logMessage', ({ message }) => log.push(message));
  for (const method of [
    'aurelis/metricsChanged',
    'aurelis/editCredential',
    'aurelis/useEndpoint',
    'aurelis/explanation',
    '$/progress',
  ]) {
    hear(method, (params) => notifications.push({ method, params }));
  }
  client.listen();
  const initialized = await client.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? FULL_CAPABILITIES,
    initializationOptions: options.initializationOptions ?? {
      // Of a client that cannot be asked.
      ...(options.capabilities === undefined ? {} : { settings: options.settings }),
      custom: options.custom ?? true,
    },
    workspaceFolders: null,
  });
  await client.sendNotification('initialized', {});

  return {
    client,
    initialized,
    messages,
    log,
    notifications,
    open: (uri, text, languageId = 'typescript') =>
      client.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      }),
    change: (uri, version, text) =>
      client.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      }),
    async complete(uri, position, { invoked = false, token } = {}) {
      const context = { triggerKind: invoked ? 1 : 2 } as const;
      const params = { textDocument: { uri }, position, context };
      const result = await client.sendRequest(InlineCompletionRequest.type, params, token);
      return Array.isArray(result) ? result[0] : result?.items[0];
    },
    metrics: () => client.sendRequest('aurelis/metrics'),
    async changeSettings(changed) {
      settings = changed;
      await client.sendNotification('workspace/didChangeConfiguration', { settings: null });
    },
    async close() {
      // The test may have said goodbye already.
      await client.sendRequest('shutdown').catch(() => undefined);
      server.dispose();
      client.dispose();
      serverConnection.dispose();
      dispatcher.dispose();
      up.destroy();
      if (options.storagePath === undefined) rmSync(storagePath, { recursive: true, force: true });
      down.destroy();
    },
  };
}
