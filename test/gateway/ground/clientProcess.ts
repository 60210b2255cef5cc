import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../../tools/root.ts';
import type { Report } from '../clients/host.ts';
import type { Outcome, Place } from '../clients/program.ts';

/** The process in which the programs of one client run. */
export class ClientProcess {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (report: Report) => void>();
  readonly #ready: Promise<unknown>;
  #lastId = 0;

  constructor(client: string) {
    this.#ready = this.#reportOf(0);
    this.#process = fork(join(ROOT, 'test/gateway/clients/host.ts'), [client]);
    this.#process.on('message', (report: Report) => this.#waiting.get(report.id)?.(report));
  }

  /** Runs a program at a place; rejects where the program itself failed. */
  async run(program: string, place: Place): Promise<Outcome> {
    await this.#ready;
    const id = ++this.#lastId;
    const reported = this.#reportOf(id);
    this.#process.send({ id, program, place });
    const { outcome, error } = await reported;
    if (error !== undefined) throw new Error(error);
    return outcome as Outcome;
  }

  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#process.once('exit', () => resolve());
    this.#process.kill('SIGKILL');
    await promise;
  }

  #reportOf(id: number): Promise<Report> {
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
}
