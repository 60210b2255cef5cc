import type { Mutant } from './mutants.ts';
import { type Fate, MutatedCopy } from './mutatedCopy.ts';
import { TestGraph } from './testsOf.ts';

/** One mutant to be tried. */
export interface Job {
  readonly file: string;
  readonly mutant: Mutant;
  readonly name?: string;
}

export interface MutationOptions {
  /** Of the property tests. */
  readonly seed: number;
  /** For the tests of one mutant. */
  readonly limitMs: number;
  /** How many mutants are tried at once. */
  readonly copies: number;
}

/** The number of nearest tests that run first: most mutants die there. */
const NEAREST = 6;

/** Tries mutants by the unit tests that run their files, and tells of those that no test noticed. */
export class Mutation {
  readonly #options: MutationOptions;
  readonly #copies: readonly MutatedCopy[];
  readonly #graph = new TestGraph();
  readonly #fates: Fate[] = [];

  constructor(options: MutationOptions) {
    this.#options = options;
    this.#copies = Array.from({ length: options.copies }, () => new MutatedCopy(options.seed));
  }

  /** How many survived. Rejects where the tests fail without any mutant. */
  async run(jobs: readonly Job[]): Promise<number> {
    await this.#checkTests(jobs);
    const left = [...jobs];
    const work = async (copy: MutatedCopy) => {
      for (let job = left.shift(); job !== undefined; job = left.shift())
        await this.#try(copy, job);
    };
    await Promise.all(this.#copies.map(work));
    const count = (fate: Fate) => this.#fates.filter((each) => each === fate).length;
    const survived = count('survived');
    const late = count('timeout');
    console.log(
      `${jobs.length} mutants: ${count('killed')} noticed, ${late} ran out of time, ${survived} survived`,
    );
    return survived;
  }

  dispose(): void {
    for (const copy of this.#copies) copy.dispose();
  }

  async #try(copy: MutatedCopy, job: Job): Promise<void> {
    const { file, mutant, name } = job;
    const tests = this.#graph.testsOf(file);
    const inTurn = [tests.slice(0, NEAREST), tests.slice(NEAREST)];
    const fate = await copy.fateOf(file, mutant, inTurn, this.#options.limitMs);
    this.#fates.push(fate);
    if (fate === 'killed') return;
    const what = name === undefined ? '' : `  (${name})`;
    const how = fate === 'timeout' ? 'out of time: ' : '';
    console.log(
      `${how}${file}:${mutant.line}  ${mutant.from} → ${mutant.to || '(nothing)'}${what}`,
    );
  }

  /** A test that fails anyway would notice every mutant. */
  async #checkTests(jobs: readonly Job[]): Promise<void> {
    const sources = new Set(jobs.map(({ file }) => file));
    const files = new Set<string>();
    for (const source of sources) {
      const tests = this.#graph.testsOf(source);
      if (tests.length === 0) console.log(`${source}: no unit test runs it`);
      for (const test of tests) files.add(test);
    }
    const [copy] = this.#copies;
    if (copy === undefined || files.size === 0) return;
    const { fate, output } = await copy.run([...files], this.#options.limitMs);
    if (fate !== 'survived') throw new Error(`The tests fail without any mutant:\n${output}`);
  }
}
