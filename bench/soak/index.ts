import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import type { Bench, Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import type { Reading } from '../support/watchedProcess.ts';
import { flatnessOf } from './flatness.ts';
import { HOUR, PARTS, partOf } from './hour.ts';
import { soak as soakFor } from './soak.ts';

/** How much faster the server's clock goes: the hour takes four minutes. */
const PACE = 15;
/** Fill what the workspace's model keeps of open documents: 300,000 tokens. */
const FILL = { files: 40, functions: 100 };
const WARM_UP_PARTS = 4;

const FIGURES: readonly (readonly [name: string, of: (reading: Reading) => number])[] = [
  ['heap, garbage collected', (reading) => reading.heapUsed + reading.threadsHeapUsed],
  ['memory outside the heap', (reading) => reading.external + reading.threadsExternal],
  ['resident memory', ({ rss }) => rss],
];
const MEGABYTE = 1e6;

/** An hour of work with the built server, as fast as it goes, after its caches are full: nothing that it holds may grow. */
export const soak: Bench = {
  name: 'soak',
  async run(): Promise<Measured[]> {
    const { readings, suggestions, fixes, model, troubles } = await soakFor({
      script: join(ROOT, 'dist/server.js'),
      work: partOf(HOUR, PARTS),
      parts: PARTS,
      minutes: 60 / PARTS,
      warmUpParts: WARM_UP_PARTS,
      fill: FILL,
      pace: PACE,
    });
    printTable(
      [
        'after',
        'heap',
        'of threads',
        'outside',
        'of threads',
        'resident',
        'objects',
        'descriptors',
      ],
      readings.map((reading, part) => [
        `${(60 * part) / PARTS} min`,
        ...[
          reading.heapUsed,
          reading.threadsHeapUsed,
          reading.external,
          reading.threadsExternal,
          reading.rss,
        ].map((bytes) => `${(bytes / MEGABYTE).toFixed(1)} MB`),
        String(reading.objects),
        String(reading.descriptors),
      ]),
    );
    console.log(`suggestions ${JSON.stringify(suggestions)}`);
    console.log(`fixes applied: ${fixes}`);
    console.log(`model ${JSON.stringify(Object.fromEntries(model))}`);
    console.log(`lines logged: ${troubles.length}`);
    const descriptors = readings.map((reading) => reading.descriptors);
    return [
      ...FIGURES.flatMap(([name, of]) => flat(name, readings.map(of))),
      {
        name: 'descriptors, most more or fewer than at first',
        unit: '',
        value: Math.max(...descriptors.map((each) => Math.abs(each - (descriptors[0] ?? 0)))),
        bar: { is: 'atMost', value: 0 },
      },
    ];
  },
};

function flat(name: string, bytes: readonly number[]): Measured[] {
  const { change, trend } = flatnessOf(bytes.map((each) => each / MEGABYTE));
  const bar = { is: 'atMost', value: 10 } as const;
  return [
    { name: `${name}: last third less the first`, unit: 'MB', value: Math.abs(change), bar },
    { name: `${name}: on the line through all`, unit: 'MB', value: Math.abs(trend), bar },
  ];
}
