import { strict as assert } from 'node:assert';
import { readdirSync, readlinkSync } from 'node:fs';
import { settled } from '../../tools/testing/fakeClock.ts';

/** How many descriptors of files in a folder this process holds open. Linux alone tells. */
export const openFilesIn = (folder: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => pathOf(fd).startsWith(folder)).length;

/** Resolves once at most so many files in a folder are open; rejects if that does not come about. */
export async function closedIn(folder: string, most: number): Promise<void> {
  for (let turn = 0; turn < 1_000 && openFilesIn(folder) > most; turn++) await settled();
  assert.ok(openFilesIn(folder) <= most, `${openFilesIn(folder)} open, not ${most}`);
}

function pathOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // The descriptor that listed the others is closed by now.
    return '';
  }
}
