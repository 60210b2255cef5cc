import type { Bench } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { FIX_ALL_COLUMNS, fixAllRows } from './fixAll.ts';
import { forms } from './forms.ts';
import { latency } from './latency.ts';
import { menu } from './menu.ts';
import { shapes } from './shapes/index.ts';

/**
 * Whether answers to code actions are read as they are meant, and how soon they are there. `AURELIS_HALF=tune` measures the answers that the reader was
 * written against.
 */
export const actions: Bench = {
  name: 'actions',
  async run() {
    const half = process.env.AURELIS_HALF === 'tune' ? 'tune' : 'judge';
    const read = [...forms(half), ...(await shapes(half)), ...menu()];
    console.log('\nfix all of 100 problems');
    printTable(FIX_ALL_COLUMNS, await fixAllRows());
    return [...read, ...(await latency())];
  },
};
