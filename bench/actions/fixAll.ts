import { EndpointError } from '../../server/src/domain/endpointError.ts';
import { ANSWER_MS, fixing, nameOf, right } from './fixAllScene.ts';

export const FIX_ALL_COLUMNS = [
  'pass',
  'asked',
  'of these answered before',
  'in order',
  'most at once',
  'mended so far',
  'seconds',
];

/** Diagnostics by document. */
const COUNTS = [40, 1, 30, 29];

/**
 * "Fix all" over a hundred diagnostics of several documents, of which one in ten fails at first, cancelled in the middle, gone on with, and tried
 * again; on a clock of its own. One row for each pass, for `FIX_ALL_COLUMNS`.
 */
export async function fixAllRows(): Promise<string[][]> {
  const names = COUNTS.flatMap((count, file) =>
    Array.from({ length: count }, (_, index) => nameOf(file, index)),
  );
  const failing = new Set(names.filter((_, index) => index % 10 === 9));
  const scene = fixing(COUNTS, (...about) =>
    failing.has(about[0]) ? new EndpointError('first', 'server', { status: 500 }) : right(...about),
  );
  const { asked, answered, clock, go, outcome, most } = scene;
  const rows: string[][] = [];
  const pass = async (name: string, ms?: number) => {
    const known = new Set(answered);
    asked.length = 0;
    const startedAt = clock.monotonic();
    let endedAt = startedAt;
    scene.onAnswer = () => {
      endedAt = clock.monotonic();
    };
    await go(ms);
    const places = asked.map((each) => names.indexOf(each));
    const isInOrder = places.every((place, at) => at === 0 || place > (places[at - 1] ?? 0));
    rows.push([
      name,
      String(asked.length),
      String(asked.filter((each) => known.has(each)).length),
      isInOrder ? 'yes' : 'no',
      String(most()),
      String(outcome().mended),
      ((endedAt - startedAt) / 1000).toFixed(1),
    ]);
  };
  await pass('cancelled in the middle', 9.5 * ANSWER_MS);
  await pass('resumed');
  scene.script.answer = right;
  await pass('tried again');
  return rows;
}
