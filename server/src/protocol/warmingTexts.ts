import type { Remedy } from './advice.ts';
import type { WarmedRow, WarmingSnapshot } from './warming.ts';
import { percent } from './wording.ts';

/** Each cause in words; for tables. */
const WARMED_NAMES: Readonly<Record<WarmedRow['cause'], string>> = {
  start: 'At the start',
  opened: 'For the open file',
  predicted: 'Ahead, from disk',
  asked: 'Ahead, by a model call',
};

/** The heads of their table: of what was prepared the rest may be used yet. */
export const WARMED_COLUMNS = ['Answers', 'Prepared', 'Used', 'Not used in time'] as const;

export const warmedCells = ({ cause, warmed, used, unused }: WarmedRow): string[] => [
  WARMED_NAMES[cause],
  String(warmed),
  String(used),
  String(unused),
];

/** Why warming ahead has stopped, and what to do; `undefined` while it has not. */
export function stoppedText({ stopped }: Pick<WarmingSnapshot, 'stopped'>): string | undefined {
  if (stopped === undefined) return undefined;
  const share = percent(stopped.precision);
  const why =
    stopped.reason === 'unused'
      ? `only ${share} of the answers that it prepared were used`
      : `only ${share} of its guesses which file comes next were right, about as many as by chance`;
  return `Warming ahead has switched itself off, because ${why}. Files that you open are still prepared. To try it again, run “Aurelis: Warm Ahead Again”.`;
}

/** The button that switches it on again; none while it is on. */
export const warmingRemedies = ({
  warming,
}: {
  readonly warming: Pick<WarmingSnapshot, 'stopped'>;
}): Remedy[] =>
  warming.stopped === undefined
    ? []
    : [{ kind: 'run', title: 'Warm Ahead Again', command: 'aurelis.warmAgain' }];
