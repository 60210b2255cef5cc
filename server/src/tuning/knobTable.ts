import type { KnobName } from '../protocol/tuning.ts';

/** One knob: a number between hard bounds, or one of a few choices, by their places. */
export interface KnobSpec {
  readonly usual: number;
  readonly least: number;
  readonly most: number;
  /** The factor between two values that are compared. */
  readonly step: number;
  readonly isWhole: boolean;
  /** The names of the choices; absent for a number. */
  readonly choices?: readonly string[];
  /** Who decides: simulations of what was asked for anyhow, or calls that are compared. */
  readonly judge: 'ghosts' | 'live';
}

const number = (spec: Pick<KnobSpec, 'usual' | 'least' | 'most' | 'judge'>): KnobSpec => ({
  ...spec,
  step: 1.2,
  isWhole: true,
});

/**
 * Every knob. A knob that is a setting has its name and default. Bounds are a quarter and (where a larger value costs no more than
 * memory) many times the default.
 */
export const knobTable: Readonly<Record<KnobName, KnobSpec>> = {
  memorySeconds: number({ usual: 300, least: 75, most: 7_200, judge: 'ghosts' }),
  memoryEntries: number({ usual: 1_000, least: 250, most: 8_000, judge: 'ghosts' }),
  memoryEviction: {
    usual: 0,
    least: 0,
    most: 1,
    step: 1,
    isWhole: true,
    choices: ['lru', 'lfu'],
    judge: 'ghosts',
  },
  freshSeconds: number({ usual: 600, least: 150, most: 2_400, judge: 'ghosts' }),
  waitFactor: { ...number({ usual: 1, least: 0.25, most: 4, judge: 'ghosts' }), isWhole: false },
  batchSize: number({ usual: 5, least: 2, most: 12, judge: 'live' }),
};

export const knobNames = Object.keys(knobTable) as KnobName[];

export const isKnobName = (name: unknown): name is KnobName =>
  typeof name === 'string' && Object.hasOwn(knobTable, name);

/** The nearest value that a knob may have. */
export function bounded(name: KnobName, value: number): number {
  const { usual, least, most, isWhole } = knobTable[name];
  if (!Number.isFinite(value)) return usual;
  const inside = Math.min(most, Math.max(least, value));
  return isWhole ? Math.round(inside) : inside;
}
