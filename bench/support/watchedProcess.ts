import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NODE_ARGUMENTS } from '../../server/src/protocol/serverProcess.ts';
import { type StdioOptions, StdioServer } from '../../tools/servers/stdioServer.ts';

/** Figures of a server's process; the longest stalls are those since they were last asked for. */
export interface Reading {
  /** Longest time for which the event loop did not turn, by the clock. */
  readonly wallMs: number;
  /** The same in processor time of the main thread: what else the machine does is not counted. */
  readonly cpuMs: number;
  /** The time that 99 of 100 turns of the event loop did not exceed, by the clock and in processor time, and how many there were. */
  readonly p99WallMs: number;
  readonly p99CpuMs: number;
  readonly turns: number;
  /** Bytes, as all that follow. */
  readonly rss: number;
  /** Of the main thread. */
  readonly heapUsed: number;
  readonly external: number;
  /** Of all other threads together. */
  readonly threadsHeapUsed: number;
  readonly threadsExternal: number;
  /** Open files, sockets and pipes. */
  readonly descriptors: number;
  /** All objects of the main thread that inherit from `Object`; 0 unless its garbage can be collected (`--expose-gc`). */
  readonly objects: number;
}

/** For `node --import`: the process tells a reading on SIGUSR2, in a line of stderr with this in front. */
export const WATCH = pathToFileURL(join(import.meta.dirname, 'processWatch.mjs')).href;
export const WATCH_PREFIX = 'watch ';

/** A server in a process of its own that tells what it holds and how long its event loop stood still. */
export class WatchedProcess {
  readonly lsp: StdioServer;
  /** Lines that the server logged or wrote to stderr, its readings aside: there should be none. */
  readonly troubles: readonly string[];
  readonly #readings: ((reading: Reading) => void)[];
  readonly #storagePath: string;

  private constructor(
    lsp: StdioServer,
    troubles: readonly string[],
    readings: ((reading: Reading) => void)[],
    storagePath: string,
  ) {
    this.lsp = lsp;
    this.troubles = troubles;
    this.#readings = readings;
    this.#storagePath = storagePath;
  }

  /** `nodeArguments` are for Node, beside those that the server is meant to run with. */
  static async start({
    nodeArguments = [],
    ...options
  }: Pick<
    StdioOptions,
    'script' | 'settings' | 'folder' | 'capabilities' | 'nodeArguments'
  >): Promise<WatchedProcess> {
    const storagePath = mkdtempSync(join(tmpdir(), 'aurelis-watched-'));
    const troubles: string[] = [];
    const readings: ((reading: Reading) => void)[] = [];
    const lsp = await StdioServer.start({
      ...options,
      storagePath,
      nodeArguments: [...NODE_ARGUMENTS, '--import', WATCH, ...nodeArguments],
      onMessage: (message) => troubles.push(message),
      onLog: (line) => troubles.push(line),
      onError: (text) => {
        for (const line of text.split('\n')) {
          if (line.startsWith(WATCH_PREFIX))
            readings.shift()?.(JSON.parse(line.slice(WATCH_PREFIX.length)));
          else if (line !== '') troubles.push(line);
        }
      },
    });
    await lsp.metrics();
    const watched = new WatchedProcess(lsp, troubles, readings, storagePath);
    await watched.read();
    return watched;
  }

  /** Reads the process's memory, and the longest stall since the last reading, once all that was sent has been handled. */
  async read(): Promise<Reading> {
    await this.lsp.metrics();
    const reading = new Promise<Reading>((resolve) => this.#readings.push(resolve));
    this.lsp.process.kill('SIGUSR2');
    return reading;
  }

  async stop(): Promise<void> {
    await this.lsp.stop();
    rmSync(this.#storagePath, { recursive: true, force: true });
  }
}
