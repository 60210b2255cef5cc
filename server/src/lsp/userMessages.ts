import {
  type Connection,
  MessageType,
  ShowMessageNotification,
  ShowMessageRequest,
} from 'vscode-languageserver';
import type { PlainLines, PlainText } from '../protocol/plainText.ts';

/**
 * The only door to the user: what is said there is plain. Without a choice it is a notification: some editors stop all
 * work for a request until it is answered.
 */
export class UserMessages {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  info(text: PlainText): void {
    this.#show(MessageType.Info, text);
  }

  /** Tells an answer about code: the only text of several lines. */
  explanation(text: PlainLines): void {
    this.#show(MessageType.Info, text);
  }

  warn(text: PlainText): void {
    this.#show(MessageType.Warning, text);
  }

  /** Resolves with the button that was chosen; rejects when the connection closes meanwhile. */
  async ask(
    type: MessageType,
    text: PlainText,
    buttons: readonly string[],
  ): Promise<string | undefined> {
    const actions = buttons.map((title) => ({ title }));
    const chosen = await this.#connection.sendRequest(ShowMessageRequest.type, {
      type,
      message: text,
      actions,
    });
    return chosen?.title;
  }

  #show(type: MessageType, message: PlainText | PlainLines): void {
    // The connection may close at any moment; then nobody wants to know.
    this.#connection
      .sendNotification(ShowMessageNotification.type, { type, message })
      .catch(() => undefined);
  }
}
