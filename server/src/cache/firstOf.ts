/** The first result that is there, as soon as it is; `undefined` when all are done without one. */
export function firstOf<Result>(
  work: readonly Promise<Result | undefined>[],
): Promise<Result | undefined> {
  const [only, ...others] = work;
  if (only === undefined) return Promise.resolve(undefined);
  if (others.length === 0) return only;
  return new Promise((resolve, reject) => {
    let left = work.length;
    const take = (result: Result | undefined) => {
      left--;
      if (result !== undefined || left === 0) resolve(result);
    };
    for (const each of work) each.then(take, reject);
  });
}
