import { strict as assert } from 'node:assert';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type {
  ChatModelsResult,
  ChatResult,
  ChatTurn,
} from '../../server/src/protocol/chatMessages.ts';
import type { TextParams } from '../../server/src/protocol/messages.ts';
import { type LspPair, lspPair, type PairOptions } from './lspPair.ts';
import { ScriptedUpstream } from './scriptedUpstream.ts';

export const QUESTION: readonly ChatTurn[] = [{ by: 'user', text: 'Why is the sky blue?' }];
export const CONVERSATION: readonly ChatTurn[] = [
  ...QUESTION,
  { by: 'model', text: 'It scatters.' },
  { by: 'user', text: 'What does?' },
];

/** An endpoint as the settings have it, with a model that is called after it. */
export const endpointOf = (id: string, { url }: ScriptedUpstream, more: object = {}) => ({
  id,
  provider: 'openai',
  url,
  model: `${id}-model`,
  ...more,
});

/** A client whose chat has two endpoints, each with a server of its own. */
export class ChatClient {
  readonly first = new ScriptedUpstream(() => ({ chunks: ['from ', 'first'] }));
  readonly second = new ScriptedUpstream(() => ({ chunks: ['from second'] }));
  /** Pieces of text that came, by the ids of their requests. */
  readonly pieces = new Map<string, string[]>();
  #pair: LspPair | undefined;

  async start(): Promise<this> {
    await Promise.all([this.first.start(), this.second.start()]);
    return this;
  }

  async stop(): Promise<void> {
    await this.#pair?.close();
    await Promise.all([this.first.stop(), this.second.stop()]);
  }

  get pair(): LspPair {
    assert.ok(this.#pair);
    return this.#pair;
  }

  async open(endpoints: readonly object[], settings: object = {}): Promise<LspPair> {
    return this.openWith({ settings: { endpoints, 'cache.disk.enable': false, ...settings } });
  }

  openBoth(settings: object = {}): Promise<LspPair> {
    const { first, second } = this;
    return this.open([endpointOf('first', first), endpointOf('second', second)], settings);
  }

  async openWith(options: PairOptions): Promise<LspPair> {
    const pair = await lspPair(options);
    this.#pair = pair;
    pair.client.onNotification('aurelis/text', ({ id, text }: TextParams) => {
      this.pieces.set(id, [...(this.pieces.get(id) ?? []), text]);
    });
    return pair;
  }

  ask(
    model: string,
    turns: readonly object[] = QUESTION,
    id = '1',
    token = new CancellationTokenSource().token,
  ): Promise<ChatResult> {
    return this.pair.client.sendRequest('aurelis/chat', { id, model, turns }, token);
  }

  models(): Promise<ChatModelsResult> {
    return this.pair.client.sendRequest('aurelis/chatModels');
  }
}
