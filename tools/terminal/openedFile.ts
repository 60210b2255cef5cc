import { readFileSync, writeFileSync } from 'node:fs';
import { fail, readText } from './files.ts';

/** A file whose text is sent away, and that is written when the answer is there. */
export interface OpenedFile {
  readonly text: string;
  /** Writes a text in place of the one that was read; says why not, where anybody has changed the file since. */
  readonly write: (text: string) => string | undefined;
}

/** Reads a file; ends the process where it cannot be read, or where it is to be written and holds bytes that a text cannot keep. */
export function openFile(path: string, name: string, isWritten: boolean): OpenedFile {
  const text = readText(path, name);
  const isSame = () => readFileSync(path).equals(Buffer.from(text));
  if (isWritten && !isSame()) fail(`${name} is not UTF-8; nothing was written.`);
  return {
    text,
    write: (now) => {
      try {
        if (!isSame()) return `${name} was changed meanwhile; nothing was written. Try again.`;
        writeFileSync(path, now);
        return undefined;
      } catch (error) {
        return `${name} cannot be written: ${error instanceof Error ? error.message : error}`;
      }
    },
  };
}
