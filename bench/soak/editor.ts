import {
  CancellationTokenSource,
  type CodeAction,
  type InlineCompletionItem,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver';
import type { StdioServer } from '../../tools/servers/stdioServer.ts';

/** A document as the editor has it. */
export interface EditorDocument {
  readonly uri: string;
  readonly languageId: string;
  lines: string[];
  version: number;
}

/** Tells a server of documents as an editor does, and asks it about them; the documents follow each edit. */
export class Editor {
  readonly server: StdioServer;

  constructor(server: StdioServer) {
    this.server = server;
  }

  async open(uri: string, languageId: string, lines: readonly string[]): Promise<EditorDocument> {
    await this.server.open(uri, languageId, lines.join('\n'));
    return { uri, languageId, lines: [...lines], version: 1 };
  }

  close({ uri }: EditorDocument): Promise<void> {
    return this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** Replaces a range of lines and characters that is there. */
  async edit(document: EditorDocument, { range, newText }: TextEdit): Promise<void> {
    const { start, end } = range;
    const head = (document.lines[start.line] ?? '').slice(0, start.character);
    const tail = (document.lines[end.line] ?? '').slice(end.character);
    const replaced = `${head}${newText}${tail}`.split('\n');
    document.lines.splice(start.line, end.line - start.line + 1, ...replaced);
    const textDocument = { uri: document.uri, version: ++document.version };
    const contentChanges = [{ range, text: newText }];
    await this.notify('textDocument/didChange', { textDocument, contentChanges });
  }

  /** The suggestion at a place; none where the request failed or was cancelled. */
  async suggestion(
    { uri }: EditorDocument,
    position: Position,
    isInvoked = false,
  ): Promise<InlineCompletionItem | undefined> {
    return this.server.complete(uri, position, isInvoked).catch(() => undefined);
  }

  /** Asks for a suggestion and cancels the request at once; resolves when it is answered. */
  async cancelledSuggestion({ uri }: EditorDocument, position: Position): Promise<void> {
    const source = new CancellationTokenSource();
    const asked = this.server.complete(uri, position, false, source.token);
    source.cancel();
    await asked.catch(() => undefined);
    source.dispose();
  }

  /** The first fix of a problem, with its edits. */
  async fix({ uri }: EditorDocument, range: Range, message: string): Promise<readonly TextEdit[]> {
    const context = { diagnostics: [{ range, message, source: 'bench', severity: 1 }] };
    const params = { textDocument: { uri }, range, context };
    const [offer] = await this.request<CodeAction[]>('textDocument/codeAction', params);
    if (offer === undefined) return [];
    const action = await this.request<CodeAction>('codeAction/resolve', offer).catch(() => offer);
    return (action.edit?.documentChanges ?? []).flatMap((change) =>
      'edits' in change ? (change.edits as TextEdit[]) : [],
    );
  }

  request<Result>(method: string, params?: unknown): Promise<Result> {
    return this.server.client.sendRequest(method, params);
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.server.client.sendNotification(method, params);
  }
}

/** The capabilities of a client that asks for the edit of a code action, shows it, and applies it itself. */
export const CAPABILITIES = {
  workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
  textDocument: {
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
};
