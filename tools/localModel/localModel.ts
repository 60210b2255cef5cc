import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import type { Counts } from './face.ts';
import type { FromModel, ToModel } from './messages.ts';

export interface LocalModelOptions {
  /** Requests that are worked on at the same time; 1 without it. */
  readonly slots?: number;
  /** Tokens of a request and its answer together; 16,384 without it. */
  readonly contextTokens?: number;
  /** Until the model is loaded; at once without it. Meanwhile every request is refused with 503, as by llama-server. */
  readonly loadMs?: number;
  /** Loads with the first request, which waits; given up when all have left, as by Ollama. */
  readonly loadsWhenAsked?: boolean;
  /** Prompts are evaluated no faster. */
  readonly promptTokensPerSecond?: number;
  /** Takes the simulated memory even where llama.cpp can be had. */
  readonly isSimulated?: boolean;
}

const SCRIPT = join(ROOT, 'tools/localModel/process.ts');

/**
 * A small local model in a process of its own, behind llama-server's API: llama.cpp's own engine where it is installed, else a
 * simulated memory. It counts the tokens that it evaluates and those that it need not.
 */
export class LocalModel {
  /** Where it answers. */
  readonly url: string;
  /** For people: the engine that counts. */
  readonly engine: string;
  readonly #child: ChildProcess;
  #id = 0;

  private constructor(child: ChildProcess, { url, engine }: { url: string; engine: string }) {
    this.#child = child;
    this.url = url;
    this.engine = engine;
  }

  /** Resolves when it listens. */
  static async begin(options: LocalModelOptions = {}): Promise<LocalModel> {
    const child = fork(SCRIPT, argumentsFor(options), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`The local model ended before it listened, with code ${code}`);
    });
    const [told] = await Promise.race([once(child, 'message'), failed]);
    failed.catch(() => undefined);
    return new LocalModel(child, told);
  }

  get isSimulated(): boolean {
    return this.engine === 'simulated';
  }

  /** Since it began. */
  counts(): Promise<Counts> {
    return this.#ask({ id: ++this.#id, ask: 'counts' });
  }

  /** From now on every call is answered so; with `undefined` in the model's own words. */
  async answerWith(text: string | undefined): Promise<void> {
    await this.#ask({ id: ++this.#id, ask: 'answer', text });
  }

  /** Forgets what its only slot holds. */
  async forget(): Promise<void> {
    const response = await fetch(`${this.url}/slots/0?action=erase`, { method: 'POST' });
    if (!response.ok) throw new Error(await response.text());
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  #ask(message: ToModel): Promise<Counts> {
    return new Promise((resolve) => {
      const onMessage = (told: FromModel) => {
        if (!('id' in told) || told.id !== message.id) return;
        this.#child.off('message', onMessage);
        resolve(told.counts);
      };
      this.#child.on('message', onMessage);
      this.#child.send(message);
    });
  }
}

function argumentsFor(options: LocalModelOptions): string[] {
  const { slots = 1, contextTokens = 16_384, loadMs = 0, promptTokensPerSecond } = options;
  return [
    `--slots=${slots}`,
    `--context-tokens=${contextTokens}`,
    `--load-seconds=${loadMs / 1_000}`,
    ...(options.loadsWhenAsked === true ? ['--loads-when-asked'] : []),
    ...(promptTokensPerSecond === undefined
      ? []
      : [`--ms-per-token=${1_000 / promptTokensPerSecond}`]),
    ...(options.isSimulated === true ? ['--simulated'] : []),
  ];
}
