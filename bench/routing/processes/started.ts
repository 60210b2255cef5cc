/** Something that runs until it is stopped. */
interface Stoppable {
  stop(): Promise<void>;
}

/** Starts things that are stopped with all others. */
export type Start = <Kind extends Stoppable>(starting: Promise<Kind>) => Promise<Kind>;

/** Runs work, and stops everything that it has started, the last first, however it ends. */
export async function withStarted<Result>(
  work: (start: Start) => Promise<Result>,
): Promise<Result> {
  const running: Promise<Stoppable>[] = [];
  const start: Start = (starting) => {
    running.unshift(starting);
    return starting;
  };
  try {
    return await work(start);
  } finally {
    for (const each of running) {
      const started = await each.catch(() => undefined);
      await started?.stop();
    }
  }
}
