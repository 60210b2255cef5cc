import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { url as debuggerUrl } from 'node:inspector';
import { uptime } from 'node:os';
import { systemClock } from '../base/clock.ts';
import { serverLog } from '../lsp/serverLog.ts';
import { processUsage } from '../metrics/collect/processUsage.ts';
import { sourceLook, sourceReader } from '../privacy/sourceFiles.ts';
import { storageFolder } from '../storage/storageFolder.ts';
import { LOCAL_PLACES } from '../upstream/discovery.ts';
import { HttpClient } from '../upstream/transport/httpClient.ts';
import { trustEverywhere } from '../upstream/transport/trust.ts';
import { WorkspacePredictor } from '../workspace/host/workspacePredictor.ts';
import { connectClient } from './clientConnection.ts';
import type { Transport } from './commandLine.ts';
import { crashText } from './crashText.ts';
import { Departure } from './departure.ts';
import { isProcessAlive, watchParent } from './parentWatch.ts';
import { onBattery } from './powerSupply.ts';
import { processMemory } from './processMemory.ts';
import { type Server, serve } from './server.ts';
import { Watchdog } from './watchdog.ts';

/** The files of the server's threads, in the sources and beside the bundle. */
const isSource = import.meta.url.endsWith('.ts');
const worker = new URL(
  isSource ? '../workspace/host/worker.ts' : './workspaceWorker.js',
  import.meta.url,
);
const thread = new URL(isSource ? './watchdogThread.ts' : './watchdog.js', import.meta.url);

/**
 * Serves the client at the other end of `transport` until it says goodbye or is gone; `clientProcessId` names its process.
 * Rejects where it cannot be reached.
 */
export async function run(
  transport: Transport,
  version: string,
  clientProcessId?: number,
): Promise<void> {
  let server: Server | undefined;
  const predictors: WorkspacePredictor[] = [];
  const departure = new Departure({
    clock: systemClock,
    close: async () => server?.close(),
    threadsEnded: () => Promise.all(predictors.map(({ ended }) => ended)),
    exit: (code) => process.exit(code),
    kill: () => process.kill(process.pid, 'SIGKILL'),
  });
  const leave = (code: number) => {
    // Where nothing is left to wait for, Node ends the process before all timers are due.
    process.exitCode = code;
    void departure.leave(code);
  };
  // Who stands at a breakpoint stands still as well.
  const watchdog =
    debuggerUrl() === undefined ? new Watchdog({ thread, clock: systemClock }) : undefined;
  const watch = (processId: number) => {
    watchdog?.watch(processId);
    return watchParent(processId, systemClock, isProcessAlive, () => leave(1));
  };
  const listener = {
    onParent: watch,
    onExit: (isShutDown: boolean) => leave(isShutDown ? 0 : 1),
  };
  const connection = await connectClient(transport, listener, systemClock.soon);
  if (clientProcessId !== undefined) watch(clientProcessId);
  for (const [signal, code] of Object.entries(SIGNALS)) process.on(signal, () => leave(code));
  survive(
    (what) => serverLog(connection).error(what),
    () => leave(1),
  );
  const http = new HttpClient(systemClock, `aurelis/${version}`);
  server = serve(connection, {
    version,
    clock: systemClock,
    uptimeMs: () => uptime() * 1_000,
    http: {
      call: http.call,
      warm: (url) => http.warm(url),
      reach: (url) => http.reach(url),
      configure: (options, hasOthers) => {
        http.configure(options);
        // It takes a hundred milliseconds, for some hundred certificates.
        if (hasOthers) trustEverywhere(options);
      },
    },
    storagePath: storageFolder(process.env),
    newId: randomUUID,
    random: Math.random,
    environment: process.env,
    memory: processMemory(),
    onBattery: () => onBattery(),
    usage: processUsage(systemClock),
    localPlaces: LOCAL_PLACES,
    createReader: (policy) => sourceReader(policy, systemClock),
    createLook: sourceLook,
    readText: (path) => readFile(path, 'utf8').catch(() => undefined),
    createPredictor: (where, documents, onStateChanged) => {
      const options = { worker, ...where };
      const predictor = new WorkspacePredictor(options, documents, systemClock, onStateChanged);
      predictors.push(predictor);
      return predictor;
    },
  });
}

/** Signals that ask a process to end, and the exit codes that shells give them: 128 and the signal's number. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** A defect in one place must not take everything down; `leave` is for a connection that is closed. */
function survive(log: (what: string) => void, leave: () => void): void {
  const logKind = (error: unknown) => {
    try {
      log(crashText(error));
    } catch {
      // There is nobody to serve.
      leave();
    }
  };
  process.on('uncaughtException', logKind);
  process.on('unhandledRejection', logKind);
}

if (process.argv[1] === import.meta.filename) {
  console.error('This file is a part of the server. Start server.js, beside it.');
  process.exitCode = 2;
}
