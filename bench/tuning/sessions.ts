import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normal } from '../../server/src/base/normal.ts';
import { seededRandom } from '../../tools/random.ts';
import { zipf } from '../support/traces.ts';

/** A request for a place, at a time in milliseconds. */
export interface Visit {
  readonly at: number;
  readonly place: string;
}

/** Some hours of requests; `seed` makes others of the same kind. */
export interface Session {
  readonly name: string;
  /** Whether constants may be chosen by it, or it only measures. */
  readonly use: 'tune' | 'judge';
  readonly visits: (seed: number) => readonly Visit[];
}

export const HOUR = 3_600_000;
const LENGTH = 3 * HOUR;

/**
 * Editing: new places, and those of before again, the more recent the likelier (a log-normal distance in what was asked for). `perMinute`
 * requests, which come in bursts of typing.
 */
const editing =
  (perMinute: number, again: number, distance: number) =>
  (seed: number): Visit[] => {
    const random = seededRandom(seed);
    const visits: Visit[] = [];
    const places: string[] = [];
    for (const at of times(perMinute, random)) {
      const back = Math.floor(Math.exp(normal(random) * 1.5 + Math.log(distance)));
      const known = random() < again ? places.at(-1 - back) : undefined;
      const place = known ?? `new ${places.length}`;
      places.push(place);
      visits.push({ at, place });
    }
    return visits;
  };

/** Popular places (a Zipf law) among which something is read through once now and then, as a run over many files does. */
const scanned =
  (perMinute: number, places: number) =>
  (seed: number): Visit[] => {
    const random = seededRandom(seed);
    const draw = zipf(places, 0.9, random);
    let next = 0;
    return times(perMinute, random).map((at, index) => {
      const isScan = index % 1_000 < 450;
      return { at, place: isScan ? `scanned ${next++}` : `popular ${draw()}` };
    });
  };

/** Arrivals by chance, with pauses for thought. */
function times(perMinute: number, random: () => number): number[] {
  const all: number[] = [];
  for (let at = 0; at < LENGTH; ) {
    const isPause = random() < 0.02;
    at += (-Math.log(1 - random()) * 60_000 * (isPause ? 4 : 0.94)) / perMinute;
    all.push(at);
  }
  return all;
}

/** Sessions whose constants are made up. */
const MADE_UP: readonly Session[] = (['tune', 'judge'] as const).flatMap((use) => [
  { name: 'a person', use, visits: editing(8, 0.4, 30) },
  { name: 'a person who returns late', use, visits: editing(8, 0.5, 120) },
  { name: 'two windows and fixes', use, visits: editing(40, 0.5, 400) },
  { name: 'read through', use, visits: scanned(60, 1_500) },
]);

/**
 * Sessions along the files of real developers, where a folder holds them (`AURELIS_HISTORIES`): each file is asked about at some places,
 * of which some are others after each commit.
 */
export function sessions(folder = process.env.AURELIS_HISTORIES): readonly Session[] {
  if (folder === undefined || !existsSync(folder)) return MADE_UP;
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const real = files.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(0, 1)
      .map((line): Session => {
        const { developer, events } = JSON.parse(line) as { developer: string; events: number[][] };
        const use = file.startsWith('tune') ? 'tune' : 'judge';
        return { name: `developer ${developer}`, use, visits: along(events) };
      }),
  );
  return [...MADE_UP, ...real];
}

const PLACES = 30;
/** Requests at a file of a commit, and the share of its places that a commit changes. */
const AT_FILE = 6;
const CHANGED = 0.3;

const along =
  (events: readonly (readonly number[])[]) =>
  (seed: number): Visit[] => {
    const random = seededRandom(seed);
    const draw = zipf(PLACES, 0.8, random);
    const versions = new Map<string, number>();
    const clock = times(8, random);
    const visits: Visit[] = [];
    const first = Math.floor(random() * events.length);
    for (let index = first; visits.length < clock.length; index++) {
      const [, ...files] = events[index % events.length] ?? [0];
      for (const file of files.slice(0, 20)) {
        for (let asked = 0; asked < AT_FILE; asked++) {
          const at = clock[visits.length];
          if (at === undefined) return visits;
          const name = `${file}:${draw()}`;
          visits.push({ at, place: `${name}:${versions.get(name) ?? 0}` });
        }
        for (let place = 0; place < PLACES; place++) {
          const name = `${file}:${place}`;
          if (random() < CHANGED) versions.set(name, (versions.get(name) ?? 0) + 1);
        }
      }
    }
    return visits;
  };
