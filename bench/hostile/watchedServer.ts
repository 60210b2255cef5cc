import type { StdioServer } from '../../tools/servers/stdioServer.ts';
import { type Reading, WatchedProcess } from '../support/watchedProcess.ts';
import { ModelServer } from './modelServer.ts';

/** A watched server, and a model server for it. */
export class WatchedServer {
  readonly model: ModelServer;
  readonly #process: WatchedProcess;
  #version = 1;

  private constructor(process: WatchedProcess, model: ModelServer) {
    this.#process = process;
    this.model = model;
  }

  /** `script` is the server's; `nodeArguments` are for Node, beside those that the server is meant to run with. */
  static async start(
    script: string,
    nodeArguments: readonly string[] = [],
  ): Promise<WatchedServer> {
    const model = await ModelServer.start(() => ['compute(first)']);
    const endpoint = { id: 'hostile', provider: 'openai', url: model.url, model: 'm' };
    const settings = {
      endpoints: [{ ...endpoint, completionApi: 'fim' }],
      completion: { debounceMs: 0 },
    };
    const process = await WatchedProcess.start({ script, settings, nodeArguments });
    return new WatchedServer(process, model);
  }

  get lsp(): StdioServer {
    return this.#process.lsp;
  }

  /** The longest stall since the last reading, once all that was sent has been handled. */
  read(): Promise<Reading> {
    return this.#process.read();
  }

  /** Sends changes of a document; resolves when they are written. */
  change(uri: string, contentChanges: readonly object[]): Promise<void> {
    const textDocument = { uri, version: ++this.#version };
    return this.lsp.client.sendNotification('textDocument/didChange', {
      textDocument,
      contentChanges,
    });
  }

  close(uri: string): Promise<void> {
    return this.lsp.client.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    this.model.stop();
  }
}
