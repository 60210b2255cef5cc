import type { Bench } from '../support/bench.ts';
import { menu } from './menu.ts';
import { shapes } from './shapes/index.ts';

/** Code actions: what becomes of their answers, and their menu. `AURELIS_HALF=tune` measures the answers that the reader was written against. */
export const actions: Bench = {
  name: 'actions',
  run: async () => [
    ...(await shapes(process.env.AURELIS_HALF === 'tune' ? 'tune' : 'judge')),
    ...menu(),
  ],
};
