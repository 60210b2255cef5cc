import type { Measured } from '../../support/bench.ts';
import { actionsBeside } from './actionsBeside.ts';
import { failingOne } from './failingOne.ts';
import { keptPrompts } from './keptPrompts.ts';
import { outage } from './outage.ts';
import { slowOne } from './slowOne.ts';

/** The built server over stdio, before model servers in processes of their own on loopback, in real time. */
export async function processes(): Promise<Measured[]> {
  // Most of this is waiting; what is compared with each other runs at the same time.
  const atOnce = await Promise.all([slowOne(), outage().then(thenFailing)]);
  const measured = [...atOnce.flat(), ...(await keptPrompts()), ...(await actionsBeside())];
  // The same names stand for virtual time, too.
  return measured.map((each) => ({ ...each, name: `real: ${each.name}` }));
}

const thenFailing = async (before: readonly Measured[]): Promise<Measured[]> => [
  ...before,
  ...(await failingOne()),
];
