import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InlineCompletionItem, Position } from 'vscode-languageserver';
import { ROOT } from '../../../tools/root.ts';
import { StdioServer } from '../../../tools/servers/stdioServer.ts';
import { CAPABILITIES, Editor, type EditorDocument } from '../../soak/editor.ts';
import { FROM_MODEL } from './dialect.ts';

const SERVER = join(ROOT, 'dist/server.js');
/** Nobody waits longer for anything here. */
const HUNG_MS = 20_000;
const GOODBYE_MS = 5_000;

/** One question of an editor, and how it was answered. */
export interface Answered {
  readonly ms: number;
  /** Where the item is from; none of an answer without one, and of a request that failed or hung. */
  readonly from: 'model' | 'index' | 'nothing' | 'failure';
}

/** The built language server in a process of its own, with an editor before it. */
export class Session {
  readonly editor: Editor;
  readonly #server: StdioServer;
  readonly #storagePath: string;

  private constructor(server: StdioServer, storagePath: string) {
    this.editor = new Editor(server);
    this.#server = server;
    this.#storagePath = storagePath;
  }

  static async start({
    settings,
    folder,
  }: {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly folder?: string;
  }): Promise<Session> {
    const storagePath = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
    const server = await StdioServer.start({
      script: SERVER,
      storagePath,
      capabilities: CAPABILITIES,
      settings: {
        completion: { debounceMs: 0, speculate: false },
        cache: { disk: { enable: false } },
        ...settings,
      },
      ...(folder === undefined ? {} : { folder }),
      // It says that endpoints are away.
      onMessage: () => undefined,
    });
    await server.workspaceRead();
    return new Session(server, storagePath);
  }

  /** Types a text, key by key, and asks once behind it. */
  async typeAndAsk(document: EditorDocument, at: Position, text: string): Promise<Answered> {
    for (const [index, key] of [...text].entries()) {
      const place = { line: at.line, character: at.character + index };
      await this.editor.edit(document, { range: { start: place, end: place }, newText: key });
    }
    return this.ask(document, { line: at.line, character: at.character + text.length });
  }

  /** Asks for a suggestion, unbidden. */
  async ask({ uri }: EditorDocument, position: Position): Promise<Answered> {
    const begin = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const hung = new Promise<'failure'>((resolve) => {
      timer = setTimeout(() => resolve('failure'), HUNG_MS);
    });
    const asked = this.#server
      .complete(uri, position, false)
      .then(fromOf, () => 'failure' as const);
    const from = await Promise.race([asked, hung]);
    clearTimeout(timer);
    return { ms: performance.now() - begin, from };
  }

  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#server.process.kill('SIGKILL'), GOODBYE_MS);
    await this.#server.stop().catch(() => undefined);
    clearTimeout(timer);
    rmSync(this.#storagePath, { recursive: true, force: true });
  }
}

function fromOf(item: InlineCompletionItem | undefined): Answered['from'] {
  if (item === undefined) return 'nothing';
  return JSON.stringify(item.insertText).includes(FROM_MODEL) ? 'model' : 'index';
}
