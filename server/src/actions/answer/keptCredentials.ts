import { credentialsIn } from '../../privacy/credentials.ts';
import type { LineEdit } from '../minimalEdit.ts';

/** True if every credential in the lines that edits replace stands in their new lines as often. */
export function keepsCredentials(edits: readonly LineEdit[], document: readonly string[]): boolean {
  const before = edits.map(({ first, end }) => document.slice(first, end).join('\n')).join('\n');
  const after = edits.map(({ lines }) => lines.join('\n')).join('\n');
  const credentials = new Set(
    credentialsIn(before).map(({ start, end }) => before.slice(start, end)),
  );
  return [...credentials].every((each) => countOf(before, each) === countOf(after, each));
}

const countOf = (text: string, wanted: string): number => text.split(wanted).length - 1;
