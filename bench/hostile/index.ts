import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import type { Bench, Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { bodyCases } from './bodyCases.ts';
import { hostileCases } from './cases.ts';
import { WatchedGateway } from './watchedGateway.ts';
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
      await gatewayBodies(),
    ];
  },
};

/** How long a process of the gateway stands still for bodies of requests. */
async function gatewayBodies(): Promise<Measured> {
  const gateway = await WatchedGateway.start(join(ROOT, 'dist/gateway.js'));
  const rows: string[][] = [];
  let longest = 0;
  for (const each of bodyCases) {
    const status = await gateway.ask(each);
    const { cpuMs, wallMs, rss } = await gateway.read();
    longest = Math.max(longest, cpuMs);
    const times = [cpuMs, wallMs].map((ms) => `${ms.toFixed(0)} ms`);
    rows.push([each.name, String(status), ...times, `${(rss / 1e6).toFixed(0)} MB`]);
  }
  await gateway.stop();
  printTable(['request to the gateway', 'answer', 'longest stall', 'by the clock', 'memory'], rows);
  return { name: 'longest stall for a body', unit: 'ms', value: longest, bar: atMost(100) };
}
