import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { systemClock } from '../base/clock.ts';
import { processUsage } from '../metrics/collect/processUsage.ts';
import { sourceReader } from '../storage/sourceFiles.ts';
import { storageFolder } from '../storage/storageFolder.ts';
import { LOCAL_PLACES } from '../upstream/discovery.ts';
import { HttpClient } from '../upstream/transport/httpClient.ts';
import { WorkspacePredictor } from '../workspace/host/workspacePredictor.ts';
import { connectClient } from './clientConnection.ts';
import type { Transport } from './commandLine.ts';
import { serve } from './server.ts';
import { sourcePlaces } from './sourcePlaces.ts';

const worker = new URL(
  import.meta.url.endsWith('.ts') ? '../workspace/host/worker.ts' : './workspaceWorker.js',
  import.meta.url,
);

/** Serves the client at the other end of `transport` until it says goodbye. Rejects where it cannot be reached. */
export async function run(transport: Transport, version: string): Promise<void> {
  const connection = await connectClient(transport);
  survive((what) => connection.console.error(what));
  const server = serve(connection, {
    version,
    clock: systemClock,
    http: new HttpClient(systemClock),
    storagePath: storageFolder(process.env),
    newId: randomUUID,
    random: Math.random,
    environment: process.env,
    usage: processUsage(systemClock),
    localPlaces: LOCAL_PLACES,
    createReader: sourceReader,
    readText: (path) => readFile(path, 'utf8').catch(() => undefined),
    createPredictor: ({ folders, excludes }, documents, onStateChanged) =>
      new WorkspacePredictor({ worker, folders, excludes }, documents, systemClock, onStateChanged),
  });
  // The process that forked this one is gone, or wants no more of it: streams end by themselves, this channel does not.
  process.once('disconnect', () => {
    server.dispose();
    process.exit(1);
  });
}

/** A defect in one place must not take everything down; its kind and places are logged, its message may hold code. */
function survive(log: (what: string) => void): void {
  const logKind = (error: unknown) => {
    const isError = error instanceof Error;
    const places = isError ? sourcePlaces(error) : [];
    try {
      log([`Unexpected ${isError ? error.name : 'error'}`, ...places].join('\n    at '));
    } catch {
      // The connection is closed: there is nobody to serve.
      process.exit(1);
    }
  };
  process.on('uncaughtException', logKind);
  process.on('unhandledRejection', logKind);
}

if (process.argv[1] === import.meta.filename) {
  console.error('This file is a part of the server. Start server.js, beside it.');
  process.exitCode = 2;
}
