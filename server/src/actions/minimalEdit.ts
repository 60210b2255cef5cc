/** Replaces the lines from `first` up to but not including `end` by `lines`. */
export interface LineEdit {
  readonly first: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Beyond this many cells the table of the exact comparison is not worth its time. */
const MAX_CELLS = 250_000;

/**
 * The fewest line replacements that turn `before` into `after`, by a longest common subsequence; one
 * replacement of everything between the equal ends where the texts are too long for that.
 */
export function minimalEdits(before: readonly string[], after: readonly string[]): LineEdit[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  if (old.length === 0 && now.length === 0) return [];
  if (old.length * now.length > MAX_CELLS) {
    return [{ first: head, end: head + old.length, lines: now }];
  }
  return hunks(old, now).map((edit) => ({
    ...edit,
    first: edit.first + head,
    end: edit.end + head,
  }));
}

function hunks(old: readonly string[], now: readonly string[]): LineEdit[] {
  const common = commonLengths(old, now);
  const at = (i: number, j: number) => common[i * (now.length + 1) + j] ?? 0;
  const edits: LineEdit[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
      continue;
    }
    const first = i;
    const from = j;
    while (
      (i < old.length || j < now.length) &&
      !(i < old.length && j < now.length && old[i] === now[j])
    ) {
      if (j === now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) i++;
      else j++;
    }
    edits.push({ first, end: i, lines: now.slice(from, j) });
  }
  return edits;
}

/** Cell (i, j): length of the longest common subsequence of old[i…] and now[j…]. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array {
  const width = now.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const diagonal = table[(i + 1) * width + j + 1] ?? 0;
      const down = table[(i + 1) * width + j] ?? 0;
      const right = table[i * width + j + 1] ?? 0;
      table[i * width + j] = old[i] === now[j] ? diagonal + 1 : Math.max(down, right);
    }
  }
  return table;
}
