import * as vscode from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  type CacheClearResult,
  type CredentialParams,
  type CredentialResult,
  type InitializationOptions,
  method,
} from '../../server/src/protocol/messages.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import type { ApiKeys } from './secrets.ts';
import type { ServerState } from './statusView.ts';

/** Documents that a person edits, wherever they lie. */
const SELECTOR = [{ scheme: 'file' }, { scheme: 'untitled' }];

/** The server's process as the rest of the client sees it. */
export class AurelisClient {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #keys: ApiKeys;
  readonly #states = new vscode.EventEmitter<ServerState>();
  readonly #snapshots = new vscode.EventEmitter<MetricsSnapshot>();
  readonly onStateChanged = this.#states.event;
  readonly onSnapshot = this.#snapshots.event;
  #client: LanguageClient | undefined;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, keys: ApiKeys) {
    this.#context = context;
    this.#log = log;
    this.#keys = keys;
  }

  get isRunning(): boolean {
    return this.#client?.state === State.Running;
  }

  /** Never rejects: a server that does not start is a state to show. */
  async start(): Promise<void> {
    const client = this.#create();
    this.#client = client;
    this.#states.fire('starting');
    client.onDidChangeState(({ newState }) => this.#states.fire(STATES[newState]));
    client.onNotification(method.metricsChanged, (snapshot: MetricsSnapshot) =>
      this.#snapshots.fire(snapshot),
    );
    client.onNotification(method.editCredential, async ({ endpointId }: CredentialParams) => {
      await vscode.commands.executeCommand('aurelis.setApiKey', endpointId);
    });
    client.onRequest(method.credential, async (params: CredentialParams) => {
      const { endpointId } = params;
      const apiKey = await this.#keys.get(endpointId);
      const result: CredentialResult = apiKey === undefined ? {} : { apiKey };
      return result;
    });
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
    // A server that died or never started cannot be stopped, and need not be.
    await client?.dispose().catch(() => undefined);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  metrics(): Promise<MetricsSnapshot> {
    return this.#running().sendRequest(method.metrics);
  }

  clearCache(): Promise<CacheClearResult> {
    return this.#running().sendRequest(method.cacheClear, {});
  }

  credentialChanged(endpointId: string): Promise<void> {
    return this.#running().sendNotification(method.credentialChanged, { endpointId });
  }

  #running(): LanguageClient {
    if (this.#client === undefined) throw new Error('The Aurelis server is not running');
    return this.#client;
  }

  #create(): LanguageClient {
    const module = vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'server.js').fsPath;
    const server: ServerOptions = { module, transport: TransportKind.ipc };
    const initializationOptions: InitializationOptions = {
      storagePath: this.#context.globalStorageUri.fsPath,
    };
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      outputChannel: this.#log,
      initializationOptions,
    };
    return new LanguageClient('aurelis', 'Aurelis', server, options);
  }
}

const STATES: Readonly<Record<State, ServerState>> = {
  [State.Stopped]: 'stopped',
  [State.Starting]: 'starting',
  [State.StartFailed]: 'stopped',
  [State.Running]: 'running',
};
