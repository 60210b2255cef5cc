/** Lines around a change that are printed with it. */
const AROUND = 3;

interface Step {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** The changes of a text, as a unified diff that `patch` and `git apply -p0` take. */
export function changedLines(name: string, before: string, after: string): string {
  const steps = stepsBetween(linesOf(before), linesOf(after));
  const changed = steps.flatMap(({ sign }, at) => (sign === ' ' ? [] : [at]));
  const hunks: string[] = [];
  for (let at = 0; at < changed.length; ) {
    const first = Math.max(0, (changed[at] ?? 0) - AROUND);
    let last = changed[at] ?? 0;
    for (; (changed[at] ?? Number.POSITIVE_INFINITY) - last <= 2 * AROUND; at++)
      last = changed[at] ?? last;
    hunks.push(hunk(steps, first, Math.min(steps.length, last + AROUND + 1)));
  }
  return hunks.length === 0 ? '' : `--- ${name}\n+++ ${name}\n${hunks.join('')}`;
}

function hunk(steps: readonly Step[], first: number, end: number): string {
  const range = (other: '+' | '-') => {
    const count = (from: number, to: number) =>
      steps.slice(from, to).filter(({ sign }) => sign !== other).length;
    const [above, length] = [count(0, first), count(first, end)];
    return `${length === 0 ? above : above + 1},${length}`;
  };
  const lines = steps
    .slice(first, end)
    .map(({ sign, line }) =>
      line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`,
    );
  return `@@ -${range('+')} +${range('-')} @@\n${lines.join('')}`;
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The shortest way from one list of lines to another, found by trying ways with ever more changes. */
function stepsBetween(before: readonly string[], after: readonly string[]): Step[] {
  let reached = new Map([[1, 0]]);
  const tries: Map<number, number>[] = [];
  for (let changes = 0; ; changes++) {
    tries.push(reached);
    const next = new Map<number, number>();
    for (let lead = -changes; lead <= changes; lead += 2) {
      let old = from(reached, lead, changes).old;
      while (old < before.length && before[old] === after[old - lead] && old - lead < after.length)
        old++;
      next.set(lead, old);
      if (old >= before.length && old - lead >= after.length) return wayBack(tries, before, after);
    }
    reached = next;
  }
}

/** How a place with so many more old lines than new ones is reached: by a new line or without an old one. */
function from(reached: ReadonlyMap<number, number>, lead: number, changes: number) {
  const added = reached.get(lead + 1) ?? -1;
  const removed = reached.get(lead - 1) ?? -1;
  return lead === -changes || (lead !== changes && removed < added)
    ? { old: added, isAdded: true }
    : { old: removed + 1, isAdded: false };
}

function wayBack(
  tries: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): Step[] {
  const steps: Step[] = [];
  let [old, lead] = [before.length, before.length - after.length];
  for (let changes = tries.length - 1; changes >= 0; changes--) {
    const start = from(tries[changes] ?? new Map(), lead, changes);
    while (old > start.old && old > 0) steps.push({ sign: ' ', line: before[--old] ?? '' });
    if (changes === 0) break;
    if (start.isAdded) steps.push({ sign: '+', line: after[old - lead - 1] ?? '' });
    else steps.push({ sign: '-', line: before[--old] ?? '' });
    lead += start.isAdded ? 1 : -1;
  }
  return steps.reverse();
}
