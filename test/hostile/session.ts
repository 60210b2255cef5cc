import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

/** Longest wait for an answer of the server, in milliseconds of real time: the machine may be busy. */
const ANSWER_MS = 60_000;

/** Megabytes that the server's objects may take: how much garbage waits to be collected depends on the machine otherwise. */
const MAX_HEAP_MB = 256;

/** A request that a model server got, in the form for filling in the middle. */
export interface Asked {
  readonly prompt: string;
  readonly suffix: string;
}

/** A server in a process of its own, with a model server that says what the case wants. */
export class Session {
  readonly server: StdioServer;
  readonly #upstream: ScriptedUpstream;
  readonly #folder: string;
  /** The next answer of the model. */
  answer = '';

  private constructor(server: StdioServer, upstream: ScriptedUpstream, folder: string) {
    this.server = server;
    this.#upstream = upstream;
    this.#folder = folder;
    upstream.plan = () => ({ chunks: [this.answer] });
  }

  /** Starts `dist/server.js`, which must have been built. */
  static async start(): Promise<Session> {
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-session-'));
    const upstream = await new ScriptedUpstream().start();
    const endpoint = { id: 'fuzz', provider: 'openai', url: upstream.url, model: 'm' };
    const server = await StdioServer.start({
      script: join(ROOT, 'dist/server.js'),
      storagePath: folder,
      nodeArguments: [`--max-old-space-size=${MAX_HEAP_MB}`],
      settings: {
        endpoints: [{ ...endpoint, completionApi: 'fim' }],
        completion: { debounceMs: 0, speculate: false },
        cache: { disk: { enable: false } },
      },
      onMessage: () => undefined,
      onLog: () => undefined,
      onError: () => undefined,
    });
    return new Session(server, upstream, folder);
  }

  /** Requests to the model server since the last call. */
  asked(): Asked[] {
    return this.#upstream.received.splice(0).map(({ body }) => body);
  }

  /** Sends a request; resolves with its result, or with the error that answers it. Rejects where nothing answers. */
  async request(method: string, params: unknown): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`hang: ${method} is not answered`)), ANSWER_MS);
    });
    const ended = new Promise((_, reject) => {
      this.server.process.once('exit', (code) => reject(new Error(`exit: ${code}`)));
    });
    try {
      const answered = this.server.client.sendRequest(method, params).catch((error) => ({ error }));
      return await Promise.race([answered, late, ended]);
    } finally {
      clearTimeout(timer);
      this.server.process.removeAllListeners('exit');
    }
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.server.client.sendNotification(method, params);
  }

  /** Sends a message whose content is no JSON-RPC, or no JSON. */
  sendRaw(content: string): void {
    const length = Buffer.byteLength(content);
    this.server.process.stdin?.write(`Content-Length: ${length}\r\n\r\n${content}`);
  }

  /** Resident memory of the server in bytes; 0 where the system does not say. */
  residentBytes(): number {
    try {
      const status = readFileSync(`/proc/${this.server.process.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
    } catch {
      return 0;
    }
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.#upstream.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
