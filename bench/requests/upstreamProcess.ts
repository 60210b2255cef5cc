import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The model server of `upstream.ts`, started. */
export class UpstreamProcess {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}/v1`;
  }

  static async begin(options: {
    readonly delayMs?: number;
    readonly events?: number;
    readonly spreadMs?: number;
    /** Standard deviation of the delays' logarithm. */
    readonly sigma?: number;
  }): Promise<UpstreamProcess> {
    const { delayMs = 0, events = 1, spreadMs = 0, sigma = 0 } = options;
    const script = join(import.meta.dirname, 'upstream.ts');
    const child = fork(script, [delayMs, events, spreadMs, sigma].map(String));
    const [port] = await once(child, 'message');
    return new UpstreamProcess(child, Number(port));
  }

  /** How long each request since the last time was there, in milliseconds. */
  async record(): Promise<number[]> {
    const answered = once(this.#child, 'message');
    this.#child.send('record');
    const [times] = await answered;
    return times as number[];
  }

  stop(): void {
    this.#child.kill();
  }
}
