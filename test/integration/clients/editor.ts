import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ClientCapabilities,
  CodeAction,
  Command,
  InlineCompletionItem,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import {
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { applied } from '../../../bench/text/fixes/applied.ts';
import { ROOT } from '../../../tools/root.ts';

/** The facts known of an editor: what it declares, and what it does with what a server sends. */
export interface EditorFacts {
  readonly name: string;
  readonly capabilities: ClientCapabilities;
  /** The values that it answers for a section; none for editors that cannot be asked. */
  readonly configuration?: (section: string, settings: object) => unknown;
  /** True if requests that it does not know are never answered; else they are by an error. */
  readonly isSilent?: true;
  /** True if settings are sent after the start, too. */
  readonly sendsSettings?: true;
  /** The context of a request for code actions. */
  readonly context: object;
  /** Asks for the edit of an action that holds none, whatever else it holds. */
  readonly resolvesFirst?: true;
}

const URI = 'file:///project/twice.js';

/** A plain client over real stdio that behaves as an editor is documented to. */
export class Editor {
  /** The text of the only document. */
  text = '';
  /** Messages that the user saw, and what the editor got and does not know. */
  readonly told: unknown[] = [];
  readonly edits: WorkspaceEdit[] = [];
  readonly #facts: EditorFacts;
  readonly #child: ChildProcess;
  readonly #client: MessageConnection;
  readonly #folder = mkdtempSync(join(tmpdir(), 'aurelis-editor-'));
  #version = 0;

  constructor(facts: EditorFacts, settings: object) {
    this.#facts = facts;
    this.#child = spawn(process.execPath, [join(ROOT, 'dist/server.js'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const { stdout, stdin } = this.#child;
    assert.ok(stdout && stdin);
    this.#client = createMessageConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.#listen(settings);
  }

  /** Starts the server on a document, as the editor does. */
  static async open(facts: EditorFacts, settings: object, text: string): Promise<Editor> {
    const editor = new Editor(facts, settings);
    const client = editor.#client;
    editor.text = text;
    await client.sendRequest('initialize', {
      processId: process.pid,
      rootUri: 'file:///project',
      capabilities: facts.capabilities,
      initializationOptions: { settings, storagePath: join(editor.#folder, 'storage') },
      workspaceFolders: [{ uri: 'file:///project', name: 'project' }],
    });
    await client.sendNotification('initialized', {});
    if (facts.sendsSettings) {
      const sent = { settings: { aurelis: settings } };
      await client.sendNotification('workspace/didChangeConfiguration', sent);
    }
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri: URI, languageId: 'javascript', version: 0, text },
    });
    return editor;
  }

  /** Types at the end of the document, a key a message. */
  async type(text: string): Promise<void> {
    for (const key of text) {
      const lines = this.text.split('\n');
      const at = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      this.text += key;
      this.#version += 1;
      await this.#client.sendNotification('textDocument/didChange', {
        textDocument: { uri: URI, version: this.#version },
        contentChanges: [{ range: { start: at, end: at }, text: key }],
      });
    }
  }

  /** Asks for code actions on a line, as the user does by the editor's command. */
  actionsOn(line: number): Promise<(CodeAction | Command)[]> {
    const range = { start: { line, character: 2 }, end: { line, character: 2 } };
    const params = { textDocument: { uri: URI }, range, context: this.#facts.context };
    return this.#client.sendRequest('textDocument/codeAction', params);
  }

  /** Carries an action out: resolves it where the editor does so, applies its edit, runs its command. */
  async choose(action: CodeAction | Command): Promise<void> {
    const { resolvesFirst } = this.#facts;
    const chosen: CodeAction | Command =
      resolvesFirst && !('edit' in action)
        ? await this.#client.sendRequest('codeAction/resolve', action)
        : action;
    if ('edit' in chosen && chosen.edit !== undefined) this.#apply(chosen.edit);
    if (chosen.command === undefined) return;
    const { command, arguments: values } =
      typeof chosen.command === 'string' ? (chosen as Command) : chosen.command;
    await this.#client.sendRequest('workspace/executeCommand', { command, arguments: values });
  }

  /** Asks for a suggestion at the end of the document. */
  async suggestion(triggerKind: 1 | 2): Promise<InlineCompletionItem | undefined> {
    const lines = this.text.split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const context = { triggerKind };
    const params = { textDocument: { uri: URI }, position, context };
    const result = await this.#client.sendRequest<{ items: InlineCompletionItem[] } | null>(
      'textDocument/inlineCompletion',
      params,
    );
    return result?.items[0];
  }

  /** Takes a suggestion: puts its text in the place of its range, and runs its command. */
  async accept({ insertText, range, command }: InlineCompletionItem): Promise<void> {
    assert.ok(range && command && typeof insertText === 'string');
    this.text = applied(this.text, [{ range, newText: insertText }]);
    await this.#client.sendRequest('workspace/executeCommand', command);
  }

  /** Says goodbye; the server has to end by itself, with 0. */
  async close(): Promise<void> {
    const ended = once(this.#child, 'exit');
    await this.#client.sendRequest('shutdown');
    await this.#client.sendNotification('exit');
    assert.deepEqual(await ended, [0, null]);
  }

  /** Ends what is left, whatever has happened. */
  dispose(): void {
    this.#client.dispose();
    this.#child.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #listen(settings: object): void {
    const { configuration, isSilent } = this.#facts;
    const client = this.#client;
    client.onRequest((method: string, params: unknown) => {
      this.told.push({ method, params });
      return isSilent ? new Promise(() => undefined) : new ResponseError(-32601, method);
    });
    client.onNotification((method: string, params: unknown) => {
      this.told.push({ method, params });
    });
    client.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      this.#apply(edit);
      return { applied: true };
    });
    if (configuration !== undefined) {
      client.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
        items.map(({ section }) => configuration(section, settings)),
      );
    }
    client.onRequest('window/workDoneProgress/create', () => null);
    client.onRequest('client/registerCapability', () => null);
    client.onNotification('$/progress', () => undefined);
    client.onNotification('window/logMessage', () => undefined);
    client.listen();
  }

  #apply(edit: WorkspaceEdit): void {
    this.edits.push(edit);
    const inOrder = (edit.documentChanges ?? []).flatMap((change) =>
      'edits' in change ? change.edits : [],
    );
    const edits = [...inOrder, ...(edit.changes?.[URI] ?? [])];
    this.text = applied(
      this.text,
      edits.filter((each): each is TextEdit => 'newText' in each),
    );
  }
}
