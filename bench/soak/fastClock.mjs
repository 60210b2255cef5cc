/**
 * Loaded into a process before it (`node --import`): its time passes so many times as fast as the `by` of this module's URL
 * says, for clocks and timers of all its threads.
 */
const by = Number(new URL(import.meta.url).searchParams.get('by'));
const monotonic = performance.now.bind(performance);
const wallStart = Date.now();
const start = monotonic();

performance.now = () => start + (monotonic() - start) * by;
Date.now = () => Math.floor(wallStart + (monotonic() - start) * by);
for (const name of ['setTimeout', 'setInterval']) {
  const real = globalThis[name];
  globalThis[name] = (callback, ms, ...rest) => real(callback, (ms ?? 0) / by, ...rest);
}
