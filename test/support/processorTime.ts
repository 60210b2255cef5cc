/** Milliseconds of processor time that a function takes: what else the machine, or the engine's other threads, do is not counted. */
export function processorMs(run: () => unknown): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
