import type { MinuteFigures } from '../scaling/rules.ts';
import type { WorkerLoad } from './messages.ts';

/** The loads that workers tell, put together for the policy that scales them. */
export class WorkerLoads {
  readonly #last = new Map<number, WorkerLoad>();
  #cpu = 0;
  #told = 0;
  #asked = 0;
  #begun = 0;

  heard(worker: number, load: WorkerLoad): void {
    this.#last.set(worker, load);
    this.#told++;
    this.#cpu += load.cpu;
    this.#asked += load.asked;
    this.#begun += load.begun;
  }

  gone(worker: number): void {
    this.#last.delete(worker);
  }

  /** Since it was read last; `undefined` where nobody has told anything. */
  read(): MinuteFigures | undefined {
    const loads = [...this.#last.values()];
    const told = this.#told;
    if (told === 0 || loads.length === 0) return undefined;
    const figures = {
      cpu: Math.min(1, this.#cpu / told),
      queue: loads.reduce((sum, { waiting }) => sum + waiting, 0),
      waitSeconds: Math.max(...loads.map(({ waitSeconds }) => waitSeconds)),
      asked: this.#asked,
      begun: this.#begun,
      working: loads.length,
    };
    this.#told = 0;
    this.#cpu = 0;
    this.#asked = 0;
    this.#begun = 0;
    return figures;
  }
}
