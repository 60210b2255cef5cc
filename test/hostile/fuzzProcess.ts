import { argv } from 'node:process';
import { slicesOf } from './run.ts';
import { targets } from './targets/index.ts';

/** Runs a target's cases in this process, and tells its parent of each slice. Arguments: target, seed, cases. */
const [name, seed, cases] = argv.slice(2);
const target = targets.find((each) => each.name === name);
if (target === undefined) throw new Error(`no target ${name}`);
for await (const slice of slicesOf(target, Number(seed), Number(cases))) process.send?.(slice);
process.disconnect();
