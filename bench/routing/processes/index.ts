import type { Measured } from '../../support/bench.ts';
import { failingOne } from './failingOne.ts';
import { outage } from './outage.ts';
import { slowOne } from './slowOne.ts';

/** The built server over stdio, before model servers in processes of their own on loopback, in real time. */
export async function processes(): Promise<Measured[]> {
  const measured = [...(await slowOne()), ...(await outage()), ...(await failingOne())];
  // The same names stand for virtual time, too.
  return measured.map((each) => ({ ...each, name: `real: ${each.name}` }));
}
