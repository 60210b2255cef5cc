import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import type { Bench, Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { hostileCases } from './cases.ts';
import { WatchedServer } from './watchedServer.ts';

const atMost = (value: number) => ({ is: 'atMost', value }) as const;

/**
 * How long the server's event loop stands still, in processor time, while it handles input that is far too much, and how
 * much memory it then holds.
 */
export const hostile: Bench = {
  name: 'hostile',
  async run(): Promise<Measured[]> {
    const server = await WatchedServer.start(join(ROOT, 'dist/server.js'));
    let [longest, most] = [0, 0];
    const rows: string[][] = [];
    for (const { name, run } of hostileCases) {
      await run(server);
      const { cpuMs, wallMs, rss, heapUsed, external } = await server.read();
      longest = Math.max(longest, cpuMs);
      most = Math.max(most, rss / 1e6);
      rows.push([
        name,
        `${cpuMs.toFixed(0)} ms`,
        `${wallMs.toFixed(0)} ms`,
        ...[rss, heapUsed, external].map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`),
      ]);
    }
    await server.stop();
    printTable(['input', 'longest stall', 'by the clock', 'memory', 'heap', 'external'], rows);
    return [
      { name: 'longest stall of all', unit: 'ms', value: longest, bar: atMost(50) },
      { name: 'most memory after one', unit: 'MB', value: most, bar: atMost(300) },
    ];
  },
};
