import cluster from 'node:cluster';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hasSqlite } from '../storage/sqlite.ts';
import { createKey } from '../virtualKeys/createKey.ts';
import type { GatewayCommand } from './commandLine.ts';
import type { ToPrimary } from './messages.ts';
import { Primary } from './primary.ts';
import { readConfig } from './readConfig.ts';
import { Worker } from './worker.ts';

const NO_SQLITE =
  'Warning: this Node has no SQLite, so each process keeps answers in its memory only, and spends its share of every key. Use Node 22.13 or newer (not 23.0 to 23.3).';

/** Sources run as they are in tests. */
const isSource = import.meta.url.endsWith('.ts');

/** Does what the command line says; the processes that answer requests are started with the same one. */
export function runGateway(command: GatewayCommand, version: string): void {
  if (!cluster.isPrimary) work(version);
  else if (command.kind === 'key') makeKey();
  else if (command.kind === 'check') check(command.path);
  else if (command.kind === 'serve') serve(command.path);
}

/** Reads the file, tells of problems; `undefined` where it cannot be used. */
function configured(path: string) {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    console.error('The configuration file cannot be read. Check its path and permissions.');
    return undefined;
  }
  const config = readConfig(text, process.env);
  return config && { text, config };
}

function check(path: string): void {
  if (configured(path) === undefined) process.exitCode = 1;
  else console.log('The configuration can be used.');
}

function makeKey(): void {
  const { key, hash } = createKey(randomBytes);
  console.log(
    `The key, which is shown only now:\n  ${key}\nIn the configuration:\n  ${JSON.stringify({ name: 'NAME', hash })}`,
  );
}

function serve(path: string): void {
  const read = configured(path);
  if (read === undefined) {
    process.exitCode = 1;
    return;
  }
  if (!hasSqlite && read.config.redisUrl === '') console.error(NO_SQLITE);
  new Primary(path, read.text, read.config, process.env).start();
}

function work(version: string): void {
  const send = (message: ToPrimary) =>
    process.send?.(message, undefined, undefined, () => undefined);
  const worker = new Worker({
    version,
    environment: process.env,
    random: Math.random,
    newId: randomUUID,
    writerThread: new URL(
      isSource ? '../storage/sqliteWriterThread.ts' : './gatewayWriter.js',
      import.meta.url,
    ),
    send,
    exit: () => {
      process.removeAllListeners('disconnect');
      process.disconnect();
      process.exit(0);
    },
  });
  process.on('message', (message) => void worker.heard(message as Parameters<Worker['heard']>[0]));
  // Ctrl+C reaches all processes of a terminal: the first one says when to leave.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(1));
  send({ kind: 'ready' });
}
