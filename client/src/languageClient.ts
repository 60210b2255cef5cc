import * as vscode from 'vscode';
import type {
  ErrorHandler,
  LanguageClient,
  LanguageClientOptions,
} from 'vscode-languageclient/node';
import type {
  ChatModelsResult,
  ChatParams,
  ChatResult,
} from '../../server/src/protocol/chatMessages.ts';
import type {
  CommitMessageParams,
  CommitMessageResult,
} from '../../server/src/protocol/commitMessages.ts';
import type { FixAllParams, FixAllResult } from '../../server/src/protocol/fixAllMessages.ts';
import type { History, HistoryParams, HistoryRange } from '../../server/src/protocol/history.ts';
import {
  type CacheClearParams,
  type CacheClearResult,
  type CacheContentsResult,
  type CacheDiscardResult,
  type CredentialParams,
  type CredentialResult,
  type EndpointParams,
  type EndpointResult,
  type ExplainParams,
  type ExplainResult,
  type ExpositionResult,
  type FindServersResult,
  INSTALLATION_CREDENTIAL,
  type InitializationOptions,
  method,
  type OpenSettingsParams,
  type OutgoingParams,
  type OutgoingResult,
  type UseEndpointParams,
} from '../../server/src/protocol/messages.ts';
import type { ReportParams, ReportResult } from '../../server/src/protocol/report.ts';
import { SERVER_ENVIRONMENT } from '../../server/src/protocol/serverProcess.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import type { WarmingParams, WarmingResult } from '../../server/src/protocol/warming.ts';
import type { ActionSurfaces } from './actionSurfaces.ts';
import { restartsCrashed } from './crashedServer.ts';
import { cursorsStandAlike, followLogLevel, followTrust } from './editorState.ts';
import { addEndpoint } from './endpoints.ts';
import { readSettings } from './folderSettings.ts';
import { answerForModels } from './languageModels.ts';
import { type Library, loadLibrary, settled } from './library.ts';
import { openSettings } from './openSettings.ts';
import { Redactor, redactedChannel } from './redactor.ts';
import type { ApiKeys } from './secrets.ts';
import { SELECTOR } from './selector.ts';
import { nodeArguments } from './serverArguments.ts';
import type { ServerState } from './statusView.ts';
import { inFull, TextStreams } from './textStreams.ts';

/** The server's process as the rest of the client sees it. */
export class AurelisClient {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #keys: ApiKeys;
  readonly #actions: ActionSurfaces;
  readonly #states = new vscode.EventEmitter<ServerState>();
  readonly #snapshots = new vscode.EventEmitter<MetricsSnapshot>();
  readonly onStateChanged = this.#states.event;
  readonly onSnapshot = this.#snapshots.event;
  readonly #chatModels = new vscode.EventEmitter<void>();
  readonly onChatModelsChanged = this.#chatModels.event;
  readonly #texts = new TextStreams();
  #client: LanguageClient | undefined;
  readonly #redactor = new Redactor();
  /** Listens for the log's level, and for trust, on behalf of that client. */
  #listeners: vscode.Disposable | undefined;
  /** Counts starts and stops: a start that was overtaken while it waited must not go on. */
  #turn = 0;

  constructor(
    context: vscode.ExtensionContext,
    log: vscode.LogOutputChannel,
    keys: ApiKeys,
    actions: ActionSurfaces,
  ) {
    this.#actions = actions;
    this.#context = context;
    this.#log = log;
    this.#keys = keys;
  }

  get isRunning(): boolean {
    return this.#client?.isRunning() ?? false;
  }

  /** Never rejects: a server that does not start is a state to show. */
  async start(): Promise<void> {
    const turn = ++this.#turn;
    this.#states.fire('starting');
    const library = await loadLibrary();
    if (turn !== this.#turn) return;
    const client = this.#create(library);
    this.#client = client;
    const { State } = library;
    client.onDidChangeState(({ newState }) => {
      const isStarting = newState === State.Starting;
      this.#states.fire(
        newState === State.Running ? 'running' : isStarting ? 'starting' : 'stopped',
      );
    });
    client.onNotification(method.metricsChanged, (snapshot: MetricsSnapshot) =>
      this.#snapshots.fire(snapshot),
    );
    client.onNotification(method.chatModelsChanged, () => this.#chatModels.fire());
    client.onNotification(method.text, this.#texts.heard);
    client.onNotification(method.editCredential, async ({ endpointId }: CredentialParams) => {
      await vscode.commands.executeCommand('aurelis.setApiKey', endpointId);
    });
    client.onNotification(method.openSettings, async ({ setting }: OpenSettingsParams) => {
      await openSettings(setting);
    });
    client.onRequest(method.credential, async (params: CredentialParams) => {
      const { endpointId } = params;
      const apiKey =
        endpointId === INSTALLATION_CREDENTIAL
          ? await this.#keys.installationSecret()
          : await this.#keys.get(endpointId);
      this.#redactor.add(apiKey ?? '');
      const result: CredentialResult = apiKey === undefined ? {} : { apiKey };
      return result;
    });
    client.onRequest(method.settings, () => {
      const settings = readSettings(this.#context);
      this.#redactor.addFrom(settings);
      return settings;
    });
    client.onNotification(method.useEndpoint, ({ endpoint }: UseEndpointParams) =>
      addEndpoint(endpoint),
    );
    this.#actions.listenTo(client);
    answerForModels(client, this.#context.languageModelAccessInformation);
    this.#listeners = vscode.Disposable.from(
      followLogLevel(client, this.#log),
      followTrust(client),
      this.#keys.onDidChange((endpointId) => {
        if (client.isRunning())
          void client.sendNotification(method.credentialChanged, { endpointId });
      }),
    );
    try {
      await client.start();
    } catch (error) {
      this.#log.error(`The server did not start: ${String(error)}`);
      this.#states.fire('stopped');
    }
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#listeners?.dispose();
    this.#turn++;
    if (client === undefined) return;
    // A client refuses to stop while it starts, as it does by itself after its server died.
    if (client.needsStop() && !client.isRunning()) await settled(client.start());
    // A server that died or never started cannot be stopped, and need not be.
    await settled(client.dispose());
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  metrics(): Promise<MetricsSnapshot> {
    return this.#running().sendRequest(method.metrics);
  }

  history(range: HistoryRange): Promise<History> {
    return this.#running().sendRequest(method.history, { range } satisfies HistoryParams);
  }

  report(range: HistoryRange): Promise<ReportResult> {
    return this.#running().sendRequest(method.report, { range } satisfies ReportParams);
  }

  exposition(): Promise<ExpositionResult> {
    return this.#running().sendRequest(method.exposition);
  }

  clearCache(params: CacheClearParams): Promise<CacheClearResult> {
    return this.#running().sendRequest(method.cacheClear, params);
  }

  findServers(): Promise<FindServersResult> {
    return this.#running().sendRequest(method.findServers);
  }

  cacheContents(): Promise<CacheContentsResult> {
    return this.#running().sendRequest(method.cacheContents);
  }

  warming(params: WarmingParams): Promise<WarmingResult> {
    return this.#running().sendRequest(method.warming, params);
  }

  discard(uri: string): Promise<CacheDiscardResult> {
    return this.#running().sendRequest(method.cacheDiscard, { uri });
  }

  explain(params: ExplainParams): Promise<ExplainResult> {
    return this.#running().sendRequest(method.explain, params);
  }

  outgoing(params: OutgoingParams): Promise<OutgoingResult> {
    return this.#running().sendRequest(method.outgoing, params);
  }

  endpoint(params: EndpointParams, token?: vscode.CancellationToken): Promise<EndpointResult> {
    // A token that is undefined would be sent as a second parameter.
    return token === undefined
      ? this.#running().sendRequest(method.endpoint, params)
      : this.#running().sendRequest(method.endpoint, params, token);
  }

  /** `onText` hears all of the message so far. Rejects when the token is cancelled. */
  commitMessage(
    params: Omit<CommitMessageParams, 'id'>,
    onText: (textSoFar: string) => void,
    token: vscode.CancellationToken,
  ): Promise<CommitMessageResult> {
    return this.#texts.during(inFull(onText), (id) =>
      this.#running().sendRequest(method.commitMessage, { ...params, id }, token),
    );
  }

  /** Answered once the user has seen the edits, or has cancelled. */
  fixAll(params: FixAllParams): Promise<FixAllResult> {
    return this.#running().sendRequest(method.fixAll, params);
  }

  chatModels(): Promise<ChatModelsResult> {
    return this.#running().sendRequest(method.chatModels);
  }

  /** Asks an endpoint; `onText` hears the answer in pieces while it is written. */
  chat(
    asked: Omit<ChatParams, 'id'>,
    onText: (piece: string) => void,
    token: vscode.CancellationToken,
  ): Promise<ChatResult> {
    return this.#texts.during(onText, (id) =>
      this.#running().sendRequest(method.chat, { ...asked, id } satisfies ChatParams, token),
    );
  }

  regenerate(uri: string): Promise<void> {
    return this.#running().sendRequest(method.regenerate, { uri });
  }

  credentialChanged(endpointId: string): Promise<void> {
    return this.#running().sendNotification(method.credentialChanged, { endpointId });
  }

  #running(): LanguageClient {
    if (this.#client === undefined) throw new Error('The Aurelis server is not running');
    return this.#client;
  }

  #create({ ErrorAction, LanguageClient, TransportKind }: Library): LanguageClient {
    const module = vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'server.js').fsPath;
    const server = {
      module,
      transport: TransportKind.ipc,
      options: {
        execArgv: nodeArguments(this.#context.extensionMode === vscode.ExtensionMode.Development),
        env: { ...process.env, ...SERVER_ENVIRONMENT },
      },
    };
    const initializationOptions: InitializationOptions = {
      storagePath: this.#context.globalStorageUri.fsPath,
      custom: true,
      isTrusted: vscode.workspace.isTrusted,
    };
    let crashes: ErrorHandler | undefined;
    const options: LanguageClientOptions = {
      errorHandler: restartsCrashed(ErrorAction.Continue, () => {
        crashes ??= client.createDefaultErrorHandler();
        return crashes.closed();
      }),
      documentSelector: SELECTOR,
      outputChannel: redactedChannel(this.#log, this.#redactor.redact),
      initializationOptions,
      middleware: {
        provideInlineCompletionItems: (document, position, context, token, next) =>
          cursorsStandAlike(document) ? next(document, position, context, token) : [],
      },
    };
    const client = new LanguageClient('aurelis', 'Aurelis', server, options);
    return client;
  }
}
