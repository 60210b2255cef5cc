import type { Bench } from '../support/bench.ts';
import { forms } from './forms.ts';
import { menu } from './menu.ts';
import { shapes } from './shapes/index.ts';

/** Whether answers to code actions are read as they are meant. `AURELIS_HALF=tune` measures the answers that the reader was written against. */
export const actions: Bench = {
  name: 'actions',
  async run() {
    const half = process.env.AURELIS_HALF === 'tune' ? 'tune' : 'judge';
    return [...forms(half), ...(await shapes(half)), ...menu()];
  },
};
