import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';

/** File sequences of real developers, as numbers: derived from public git histories. */
const FOLDER = join(ROOT, 'tools/field/histories');
const DAYS = 30;
const DAY_MINUTES = 1_440;

/** The commits of one developer in the thirty days in which they did most. */
export interface Developer {
  readonly name: string;
  /** The files of each commit, by the minutes since midnight of the first day (UTC). */
  readonly commits: readonly { readonly minute: number; readonly files: readonly number[] }[];
}

interface Line {
  readonly developer: string;
  readonly firstMinuteOfDay: number;
  readonly events: readonly (readonly number[])[];
}

/** `tune` to choose constants by; `judge` to measure on alone. */
export function developers(part: 'tune' | 'judge'): Developer[] {
  const files = readdirSync(FOLDER).filter((name) => name.startsWith(part));
  return files.sort().flatMap((file) =>
    readFileSync(join(FOLDER, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => developerOf(JSON.parse(line))),
  );
}

function developerOf({ developer, firstMinuteOfDay, events }: Line): Developer {
  const commits = events.map(([minute = 0, ...files]) => {
    return { minute: firstMinuteOfDay + minute, files };
  });
  const from = busiest(commits.map(({ minute }) => minute));
  const within = commits.filter(
    ({ minute }) => minute >= from && minute < from + DAYS * DAY_MINUTES,
  );
  const first = Math.floor(from / DAY_MINUTES) * DAY_MINUTES;
  return {
    name: developer,
    commits: within.map(({ minute, files }) => ({ minute: minute - first, files })),
  };
}

/** Where the thirty days with the most commits begin. */
function busiest(minutes: readonly number[]): number {
  let [best, most] = [minutes[0] ?? 0, 0];
  for (const from of minutes) {
    const count = minutes.filter((at) => at >= from && at < from + DAYS * DAY_MINUTES).length;
    if (count > most) [best, most] = [from, count];
  }
  return best;
}
