import type { EntryLabel, ListedEntry, TierName } from './tier.ts';

/** A tier's entries for one file from one model. Times are epoch milliseconds. */
export interface ContentsRow extends EntryLabel {
  readonly tier: TierName;
  readonly entries: number;
  readonly bytes: number;
  readonly oldest: number;
  readonly newest: number;
}

/** Sums up a listing by tier, model and file, newest first. */
export async function summarize(
  listed: AsyncIterable<ListedEntry & { readonly tier: TierName }>,
): Promise<ContentsRow[]> {
  const rows = new Map<string, ContentsRow>();
  for await (const { tier, model, file, bytes, storedAt } of listed) {
    const name = JSON.stringify([tier, model, file]);
    const row = rows.get(name);
    rows.set(name, {
      tier,
      model,
      file,
      entries: (row?.entries ?? 0) + 1,
      bytes: (row?.bytes ?? 0) + bytes,
      oldest: Math.min(row?.oldest ?? storedAt, storedAt),
      newest: Math.max(row?.newest ?? storedAt, storedAt),
    });
  }
  return [...rows.values()].sort((one, other) => other.newest - one.newest);
}
