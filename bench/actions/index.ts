import type { Bench } from '../support/bench.ts';
import { forms } from './forms.ts';

/** Whether answers to code actions are read as they are meant. `AURELIS_HALF=tune` measures the answers that the reader was written against. */
export const actions: Bench = {
  name: 'actions',
  run: async () => [...forms(process.env.AURELIS_HALF === 'tune' ? 'tune' : 'judge')],
};
