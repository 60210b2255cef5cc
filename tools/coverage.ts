import { stripTypeScriptTypes } from 'node:module';

/** A script in a report of V8 (`NODE_V8_COVERAGE`): how often ranges of its text ran, the outermost first. */
export interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    readonly ranges: readonly {
      readonly startOffset: number;
      readonly endOffset: number;
      readonly count: number;
    }[];
  }[];
}

/** How many lines of a file hold code, and how many of these ran. */
export interface LineCoverage {
  readonly lines: number;
  readonly covered: number;
}

const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;

/**
 * Counts the lines of a TypeScript file that ran, in any of the reports of it. Types, comments and blank lines are no code. A
 * line has run if any part of it has.
 */
export function lineCoverage(source: string, reports: readonly ScriptCoverage[]): LineCoverage {
  // Node runs this text: blanks stand where the types stood, so that places are the same.
  const text = stripTypeScriptTypes(source);
  const hasRun = new Uint8Array(text.length);
  for (const report of reports) {
    const counts = countsOf(report, text.length);
    for (const [at, count] of counts.entries()) if (count > 0) hasRun[at] = 1;
  }
  let lines = 0;
  let covered = 0;
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.trim() !== '' && !COMMENT.test(line)) {
      lines++;
      const first = start + line.search(/\S/);
      if (hasRun.subarray(first, start + line.trimEnd().length).includes(1)) covered++;
    }
    start += line.length + 1;
  }
  return { lines, covered };
}

/** How often each character ran: as often as the innermost range around it. */
function countsOf({ functions }: ScriptCoverage, length: number): Uint8Array {
  const counts = new Uint8Array(length);
  const ranges = functions
    .flatMap((each) => each.ranges)
    .sort((one, other) => one.startOffset - other.startOffset || other.endOffset - one.endOffset);
  for (const { startOffset, endOffset, count } of ranges) {
    counts.fill(Math.min(count, 1), startOffset, endOffset);
  }
  return counts;
}
