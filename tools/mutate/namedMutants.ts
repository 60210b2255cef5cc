import { type Mutant, told } from './mutants.ts';

/** A mutant that somebody chose, as it stands in a list. */
export interface NamedMutant {
  /** The mutant's fault. */
  readonly name: string;
  /** From the repository's folder. */
  readonly file: string;
  /** The whole line without its indentation; it must occur once, behind `behind` where that is there. */
  readonly line: string;
  /** The text that replaces the line. */
  readonly becomes: string;
  /** A line above it, where the line itself occurs several times. */
  readonly behind?: string;
  /** Why no test can tell it from the original: it is not run. */
  readonly equivalent?: string;
}

/** Where a named mutant is in its file's text; throws where it is nowhere, or in several places. */
export function placeOf({ file, line, becomes, behind }: NamedMutant, text: string): Mutant {
  const lines = text.split('\n').map((each) => each.trim());
  const above = behind === undefined ? -1 : lines.indexOf(behind);
  if (behind !== undefined && above === -1) throw new Error(`${file} has no line “${behind}”`);
  const index = lines.indexOf(line, above + 1);
  if (index === -1) throw new Error(`${file} has no line “${line}”`);
  const isOnlyOne = behind !== undefined || !lines.includes(line, index + 1);
  if (!isOnlyOne) throw new Error(`${file} has the line “${line}” more than once: say \`behind\``);
  const before = text.split('\n').slice(0, index).join('\n').length + (index === 0 ? 0 : 1);
  const start = text.indexOf(line, before);
  return told(text, { start, end: start + line.length, becomes });
}
