import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Behaviour, FromServer, Seen, ToServer } from './messages.ts';

const SCRIPT = join(import.meta.dirname, 'serverProcess.ts');

type Question = ToServer extends infer Each
  ? Each extends ToServer
    ? Omit<Each, 'id'>
    : never
  : never;

/** A model server in a process of its own, whose behaviour can be changed. */
export class ModelProcess {
  /** Without a path. */
  readonly url: string;
  readonly #child: ChildProcess;
  #id = 0;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Resolves when it listens. */
  static async start(behaviour: Behaviour, seed: number): Promise<ModelProcess> {
    const child = fork(SCRIPT, [String(seed)], { execArgv: [] });
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`The model server ended before it listened, with code ${code}`);
    });
    const [{ port }] = await Promise.race([once(child, 'message'), failed]);
    failed.catch(() => undefined);
    const model = new ModelProcess(child, port);
    await model.behave(behaviour);
    return model;
  }

  async behave(behaviour: Behaviour): Promise<void> {
    await this.#ask({ ask: 'behave', behaviour });
  }

  /** Closes its port, and every connection. */
  async goDown(): Promise<void> {
    await this.#ask({ ask: 'close' });
  }

  /** Listens again where it did before. */
  async comeBack(): Promise<void> {
    await this.#ask({ ask: 'open' });
  }

  /** The requests that it has answered since the last time. */
  seen(): Promise<readonly Seen[]> {
    return this.#ask({ ask: 'seen' });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  #ask(question: Question): Promise<readonly Seen[]> {
    const id = ++this.#id;
    return new Promise((resolve) => {
      const onMessage = (told: FromServer) => {
        if (!('id' in told) || told.id !== id) return;
        this.#child.off('message', onMessage);
        resolve(told.seen);
      };
      this.#child.on('message', onMessage);
      this.#child.send({ ...question, id });
    });
  }
}
