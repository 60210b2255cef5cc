import type { Place, Program } from './program.ts';

/** A program to be run by a host, and where. */
export interface Order {
  readonly id: number;
  readonly program: string;
  readonly place: Place;
}

/** The outcome of a program. */
export interface Report {
  readonly id: number;
  readonly outcome?: unknown;
  /** The program's own fault. */
  readonly error?: string;
}

/** A process of its own for the programs of one client: what a client leaves open (its connections) ends with it. */
const [, , client = ''] = process.argv;
// The AI SDK's switch for what it says of models that lack something.
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
const { programs } = (await import(`./${client}/programs.ts`)) as {
  readonly programs: readonly Program[];
};
const tell = (report: Report) => process.send?.(report);

process.on('message', ({ id, program: name, place }: Order) => {
  const program = programs.find((each) => each.name === name);
  Promise.resolve(program?.run(place)).then(
    (outcome) => tell({ id, outcome }),
    (error: unknown) =>
      tell({ id, error: error instanceof Error ? String(error.stack) : 'thrown' }),
  );
});
process.on('disconnect', () => process.exit());
tell({ id: 0 });
