import type { SQLInputValue } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { openAnswers } from './sqliteDriver.ts';
import type { WriterData, WriterOutcome, WriterStatement } from './sqliteWriter.ts';

/** How long a statement waits for another process's write, in milliseconds: nobody stands still meanwhile. */
const BUSY_TIMEOUT_MS = 250;

const { filename, ours } = workerData as WriterData;
let opened: ReturnType<typeof openAnswers> | undefined;

/** Runs a statement; the empty one closes the connection. Opens the file at the first, and anew after that failed. */
function outcomeOf({ id, sql, parameters }: WriterStatement): WriterOutcome {
  try {
    if (sql === '') {
      opened?.close();
      opened = undefined;
      return { id, rows: [] };
    }
    opened ??= openAnswers(filename, ours, BUSY_TIMEOUT_MS);
    return { id, rows: opened.all(sql, parameters as SQLInputValue[]) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const errcode =
      error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined;
    return { id, message, errcode };
  }
}

parentPort?.on('message', (statement: WriterStatement) =>
  parentPort?.postMessage(outcomeOf(statement)),
);
