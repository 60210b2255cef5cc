import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { StdioServer } from '../../tools/servers/stdioServer.ts';
import type { AskModel, Assistant, EditorState, Shown } from './assistant.ts';
import { changeBetween } from './change.ts';

/** The longest wait for a suggestion: after it comes the next key, as in the replay in virtual time. */
const KEY_MS = 200;
const MODEL_LINES = 12;

/** The built server in a process of its own, told of a replay's edits over stdio, in real time. */
export class StdioOurs implements Assistant {
  readonly name = 'ours, over stdio';
  readonly #server: StdioServer;
  #ask: AskModel = () => '';
  #state: EditorState | undefined;
  #version = 1;
  #shown = '';

  constructor(server: StdioServer) {
    this.#server = server;
  }

  /** Returns the model's answer at the user's place. */
  answer(): string {
    return this.#ask(MODEL_LINES);
  }

  async suggest(state: EditorState, ask: AskModel): Promise<Shown | undefined> {
    this.#ask = ask;
    await this.#follow(state);
    const lines = state.before.split('\n');
    const linePrefix = lines.at(-1) ?? '';
    const position = { line: lines.length - 1, character: linePrefix.length };
    const cancelling = new CancellationTokenSource();
    const timer = setTimeout(() => cancelling.cancel(), KEY_MS);
    const answer = this.#server.complete(state.uri, position, false, cancelling.token);
    const item = await answer.catch(() => undefined);
    clearTimeout(timer);
    this.#shown = String(item?.command?.arguments?.[0] ?? '');
    if (item?.range === undefined) return undefined;
    return {
      // To a client that does not say otherwise an item begins at the cursor, else with its line.
      text: String(item.insertText).slice(position.character - item.range.start.character),
      covered: item.range.end.character - position.character,
    };
  }

  accepted(): void {
    void this.#server.client.sendRequest('workspace/executeCommand', {
      command: 'aurelis.completionAccepted',
      arguments: [this.#shown],
    });
  }

  async #follow(state: EditorState): Promise<void> {
    const { client } = this.#server;
    const text = state.before + state.after;
    const former = this.#state;
    this.#state = state;
    if (former?.uri !== state.uri) {
      if (former !== undefined) {
        const textDocument = { uri: former.uri };
        await client.sendNotification('textDocument/didClose', { textDocument });
      }
      await this.#server.open(state.uri, state.languageId, text);
      return;
    }
    const old = former.before + former.after;
    if (old === text) return;
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri: state.uri, version: ++this.#version },
      contentChanges: [changeBetween(old, text)],
    });
  }
}
