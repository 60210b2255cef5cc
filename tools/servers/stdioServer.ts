import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  type CancellationToken,
  type ClientCapabilities,
  createProtocolConnection,
  type InitializeParams,
  type InlineCompletionItem,
  InlineCompletionRequest,
  type Position,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { NODE_ARGUMENTS, SERVER_ENVIRONMENT } from '../../server/src/protocol/serverProcess.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';

export interface StdioOptions {
  /** The server's script. */
  readonly script: string;
  /** The section `aurelis`, without its prefix. */
  readonly settings?: unknown;
  readonly folder?: string;
  /** The client's capabilities; none without it. */
  readonly capabilities?: ClientCapabilities;
  /** Folder for the server's files; the platform's cache folder without it. */
  readonly storagePath?: string;
  /** The Node to run it; this process's own without it. */
  readonly node?: string;
  /** Arguments for Node; those that the server is meant to run with, without it. */
  readonly nodeArguments?: readonly string[];
  /** The custom messages that the client asks for; that of metrics without it. */
  readonly custom?: readonly string[];
  /** Told of each message for the user; printed as an error without it. */
  readonly onMessage?: (message: string) => void;
  /** Told of each line that the server logs. */
  readonly onLog?: (line: string) => void;
  /** Told of each piece of the process's errors; printed without it. */
  readonly onError?: (text: string) => void;
}

/** A language server in a process of its own, and a plain client that speaks to it over stdio. */
export class StdioServer {
  readonly process: ChildProcess;
  readonly client: ProtocolConnection;

  constructor(child: ChildProcess, client: ProtocolConnection) {
    this.process = child;
    this.client = client;
  }

  /** Starts the server; resolves when it has answered `initialize`. */
  static async start({
    script,
    settings,
    folder,
    capabilities = {},
    storagePath,
    node = process.execPath,
    nodeArguments = NODE_ARGUMENTS,
    custom = ['aurelis/metricsChanged'],
    onMessage = (message) => console.error(message),
    onLog = () => undefined,
    onError = (text) => process.stderr.write(text),
  }: StdioOptions): Promise<StdioServer> {
    const child = spawn(node, [...nodeArguments, script, '--stdio'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...SERVER_ENVIRONMENT },
    });
    child.stderr.on('data', (part) => onError(String(part)));
    const client = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    client.onNotification('window/showMessage', ({ message }: { message: string }) =>
      onMessage(message),
    );
    client.onRequest('window/showMessageRequest', ({ message }: { message: string }) => {
      onMessage(message);
      return null;
    });
    client.onNotification('window/logMessage', ({ message }: { message: string }) =>
      onLog(message),
    );
    client.onNotification('aurelis/metricsChanged', () => undefined);
    client.listen();
    // Whoever waits for an answer of a process that has ended is told so.
    child.once('close', () => client.dispose());
    const params: InitializeParams = {
      processId: process.pid,
      rootUri: null,
      capabilities,
      initializationOptions: { settings, storagePath, custom },
      workspaceFolders:
        folder === undefined ? null : [{ uri: pathToFileURL(folder).href, name: 'workspace' }],
    };
    await client.sendRequest('initialize', params);
    await client.sendNotification('initialized', {});
    return new StdioServer(child, client);
  }

  open(uri: string, languageId: string, text: string): Promise<void> {
    return this.client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  async complete(
    uri: string,
    position: Position,
    isInvoked: boolean,
    token?: CancellationToken,
  ): Promise<InlineCompletionItem | undefined> {
    const context = { triggerKind: isInvoked ? 1 : 2 } as const;
    const params = { textDocument: { uri }, position, context };
    const result = await this.client.sendRequest(InlineCompletionRequest.type, params, token);
    return Array.isArray(result) ? result[0] : result?.items[0];
  }

  metrics(): Promise<MetricsSnapshot> {
    return this.client.sendRequest('aurelis/metrics');
  }

  /** Waits until the workspace has been read. */
  async workspaceRead(): Promise<void> {
    while ((await this.metrics()).workspace.state === 'building') {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Says goodbye; the process ends by itself. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.client.sendRequest('shutdown');
    await this.client.sendNotification('exit');
    await ended;
    this.client.dispose();
  }
}
