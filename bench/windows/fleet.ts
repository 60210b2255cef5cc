import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { NODE_ARGUMENTS, SERVER_ENVIRONMENT } from '../../server/src/protocol/serverProcess.ts';
import { ROOT } from '../../tools/root.ts';
import { freePort } from '../../tools/servers/realServers.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import { type LimitedModel, MARK } from './limitedModel.ts';
import { tree } from './processes.ts';
import type { Place } from './scene.ts';

/** Each window asks the model server itself, or all of them one gateway that does. */
export type Way = 'separate' | 'shared';

export interface FleetOptions {
  readonly way: Way;
  readonly windows: number;
  readonly model: LimitedModel;
  /** The limits in the settings of whoever asks the model server. */
  readonly limits?: object;
}

/** One editor window's server, and what its user sees of it. */
export class Window {
  readonly lsp: StdioServer;
  /** A file is closed before another one is opened: prompts then hold nothing of other files. */
  isOneOpen = false;
  readonly #open = new Set<string>();
  /** Nobody answers from then on. */
  readonly #gone: Promise<undefined>;

  constructor(lsp: StdioServer) {
    this.lsp = lsp;
    this.#gone = once(lsp.process, 'exit').then(() => undefined);
  }

  async open({ uri, text }: Pick<Place, 'uri' | 'text'>): Promise<void> {
    if (this.#open.has(uri)) return;
    const closed = this.isOneOpen ? [...this.#open] : [];
    for (const each of closed) {
      this.#open.delete(each);
      const textDocument = { uri: each };
      await this.lsp.client.sendNotification('textDocument/didClose', { textDocument });
    }
    this.#open.add(uri);
    await this.lsp.open(uri, 'typescript', text);
  }

  /** Asks at a place; the milliseconds until the model's answer was there, `undefined` where none came in time. */
  async ask(place: Place, patienceMs = 10_000): Promise<number | undefined> {
    await this.open(place);
    const cancelling = new CancellationTokenSource();
    const timer = setTimeout(() => cancelling.cancel(), patienceMs);
    const begin = performance.now();
    const position = { line: place.line, character: 0 };
    const answer = this.lsp.complete(place.uri, position, true, cancelling.token);
    const item = await Promise.race([answer.catch(() => undefined), this.#gone]);
    clearTimeout(timer);
    const ms = performance.now() - begin;
    return ms <= patienceMs && String(item?.insertText).includes(MARK) ? ms : undefined;
  }
}

/** A gateway with one worker on this machine. */
export class LocalGateway {
  readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
  }

  /** Resolves once it takes connections. */
  static async start(folder: string, endpoint: object, port: number): Promise<LocalGateway> {
    const config = join(folder, 'gateway.json');
    const workers = { min: 1, max: 1 };
    const endpoints = [endpoint];
    writeFileSync(config, JSON.stringify({ listen: `127.0.0.1:${port}`, endpoints, workers }));
    const script = join(ROOT, 'dist/gateway.js');
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, script, '--config', config], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...SERVER_ENVIRONMENT, XDG_CACHE_HOME: folder },
    });
    let log = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (part) => {
        log += part;
        if (log.includes('listens on')) resolve();
      });
      child.once('exit', () => reject(new Error(`The gateway has ended: ${log}`)));
    });
    return new LocalGateway(child);
  }

  /** Ends all of it at once, as a fault would. */
  async kill(): Promise<void> {
    const gone = once(this.child, 'exit');
    for (const pid of tree(this.child.pid as number)) process.kill(pid, 'SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill();
    await gone;
  }
}

/** The windows of one machine, with one folder for what they keep. */
export class Fleet {
  readonly windows: Window[] = [];
  gateway: LocalGateway | undefined;
  readonly folder = mkdtempSync(join(tmpdir(), 'aurelis-windows-'));
  readonly #options: FleetOptions;
  readonly #port: number;

  private constructor(options: FleetOptions, port: number) {
    this.#options = options;
    this.#port = port;
  }

  /** Nothing runs yet. */
  static async prepare(options: FleetOptions): Promise<Fleet> {
    return new Fleet(options, await freePort());
  }

  static async start(options: FleetOptions): Promise<Fleet> {
    const fleet = await Fleet.prepare(options);
    if (options.way === 'shared') await fleet.startGateway();
    for (let each = 0; each < options.windows; each++) await fleet.openWindow();
    return fleet;
  }

  async startGateway(): Promise<void> {
    const { model, limits } = this.#options;
    const endpoint = { id: 'model', provider: 'openai', url: model.url, model: 'm', limits };
    this.gateway = await LocalGateway.start(this.folder, endpoint, this.#port);
  }

  async openWindow(): Promise<Window> {
    const { model, limits, way } = this.#options;
    const url = way === 'shared' ? `http://127.0.0.1:${this.#port}/v1` : model.url;
    const own = way === 'shared' ? undefined : limits;
    const endpoint = { id: 'model', provider: 'openai', url, model: 'm', limits: own };
    const lsp = await StdioServer.start({
      script: join(ROOT, 'dist/server.js'),
      settings: { endpoints: [endpoint], completion: { debounceMs: 0 } },
      storagePath: join(this.folder, 'editor'),
      onMessage: () => undefined,
    });
    await lsp.metrics();
    const window = new Window(lsp);
    this.windows.push(window);
    return window;
  }

  get pids(): number[] {
    const roots = this.windows.map(({ lsp }) => lsp.process.pid);
    return [...roots, this.gateway?.child.pid].flatMap((pid) =>
      pid === undefined ? [] : tree(pid),
    );
  }

  /** Ends a window's server at once, as a fault would. */
  async killWindow(window: Window): Promise<void> {
    const gone = once(window.lsp.process, 'exit');
    window.lsp.process.kill('SIGKILL');
    await gone;
    this.windows.splice(this.windows.indexOf(window), 1);
  }

  async stop(): Promise<void> {
    for (const { lsp } of this.windows) await lsp.stop();
    await this.gateway?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
