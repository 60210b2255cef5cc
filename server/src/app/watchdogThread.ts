import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { isProcessAlive } from './parentWatch.ts';
import type { WatchdogData } from './watchdog.ts';

/** Intervals without a sign of life after which the process ends: a minute, and six seconds where a watched process is gone. */
const STANDS_STILL = 30;
const STANDS_STILL_ALONE = 3;

const { life, intervalMs } = workerData as WatchdogData;
const watched = new Set<number>();
parentPort?.on('message', (processId: number) => watched.add(processId));

let [last, still] = [0, 0];
setInterval(() => {
  const now = Atomics.load(life, 0);
  still = now === last ? still + 1 : 0;
  last = now;
  const isAlone = () => [...watched].some((processId) => !isProcessAlive(processId));
  if (still < STANDS_STILL_ALONE || (still < STANDS_STILL && !isAlone())) return;
  try {
    writeSync(
      2,
      'The Aurelis server stood still, and was ended. Please report what you did before.\n',
    );
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}, intervalMs);
