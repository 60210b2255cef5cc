import { normal } from '../../server/src/base/normal.ts';
import { seededRandom } from '../../tools/random.ts';

const HOURS = 24;
/** Requests a second at the top of a day without spikes, and at night. */
const TOP = 150;
const NIGHT = 12;
/** Twice a day ten times as much is asked, from one second to the next, for so many minutes. */
const SPIKES = 2;
const SPIKE_TIMES = 10;
const SPIKE_MINUTES = [6, 15] as const;
/** Minutes differ by a tenth, and go over into each other. */
const DRIFT = { kept: 0.99, added: 0.014 };

/** People who come from seven to ten, eat at noon and leave from four to eight; programs at night. Requests a second. */
function meanAt(hour: number): number {
  const rise = 1 / (1 + Math.exp(-(hour - 8.5) * 2));
  const fall = 1 / (1 + Math.exp((hour - 18) * 1.5));
  const lunch = 1 - 0.3 * Math.exp(-((hour - 12.5) ** 2) / 0.5);
  return NIGHT + (TOP - NIGHT) * rise * fall * lunch;
}

/** The mean number of requests in each second of a day. */
export function dayOfLoad(seed: number): number[] {
  const random = seededRandom(seed);
  const between = (least: number, most: number) => least + random() * (most - least);
  const spikes = Array.from({ length: SPIKES }, () => {
    const from = between(0, HOURS * 3_600 - 1_800);
    return { from, to: from + between(...SPIKE_MINUTES) * 60 };
  });
  const laterHours = between(-1, 1);
  let drift = 0;
  return Array.from({ length: HOURS * 3_600 }, (_, second) => {
    drift = drift * DRIFT.kept + normal(random) * DRIFT.added;
    const isSpike = spikes.some(({ from, to }) => second >= from && second < to);
    return meanAt(second / 3_600 - laterHours) * Math.exp(drift) * (isSpike ? SPIKE_TIMES : 1);
  });
}
