import type { Bench } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { FIX_ALL_COLUMNS, fixAllRows } from './fixAll.ts';
import { forms } from './forms.ts';
import { latency } from './latency.ts';
import { menu } from './menu.ts';
import { shapes } from './shapes/index.ts';
import { type Half, isHalf } from './shapes/sample.ts';

/**
 * Whether answers to code actions are read as they are meant, and how soon they are there. `AURELIS_HALF=tune` measures the answers that the reader was
 * written against, `fresh` and `later` those in the languages of the two sets that were written without a look at the reader.
 */
export const actions: Bench = {
  name: 'actions',
  async run() {
    const asked = process.env.AURELIS_HALF ?? '';
    const half: Half = isHalf(asked) ? asked : 'judge';
    const read = [...forms(half === 'tune' ? 'tune' : 'judge'), ...(await shapes(half)), ...menu()];
    console.log('\nfix all of 100 problems');
    printTable(FIX_ALL_COLUMNS, await fixAllRows());
    return [...read, ...(await latency())];
  },
};
