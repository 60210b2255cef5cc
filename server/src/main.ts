import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { systemClock } from './base/clock.ts';
import { processUsage } from './metrics/processUsage.ts';
import { serve } from './server.ts';
import { sourceReader } from './storage/sourceFiles.ts';
import { storageFolder } from './storage/storageFolder.ts';
import { LOCAL_PLACES } from './upstream/discovery.ts';
import { HttpClient } from './upstream/transport/httpClient.ts';
import { WorkspacePredictor } from './workspace/workspacePredictor.ts';

/** Set by the build; sources run as version 0.0.0. */
declare const AURELIS_VERSION: string | undefined;

const worker = new URL(
  import.meta.url.endsWith('.ts') ? './workspace/worker.ts' : './workspaceWorker.js',
  import.meta.url,
);

/** Entry of the server's process; the transport is what its arguments name (`--node-ipc`, `--stdio`, …). */
const connection = createConnection(ProposedFeatures.all);

// A defect in one place must not take everything down; its kind is logged, its message may hold code.
const survive = (error: unknown) => {
  const place = error instanceof Error ? (error.stack ?? '').split('\n')[1]?.trim() : undefined;
  const file = place?.replace(/^.*[\\/]/, '').replace(/\)$/, '') ?? 'unknown place';
  connection.console.error(
    `Unexpected ${error instanceof Error ? error.name : 'error'} at ${file}`,
  );
};
process.on('uncaughtException', survive);
process.on('unhandledRejection', survive);

serve(connection, {
  version: typeof AURELIS_VERSION === 'string' ? AURELIS_VERSION : '0.0.0',
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
