import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type LineCoverage, lineCoverage, type ScriptCoverage } from '../tools/coverage.ts';
import { ROOT } from '../tools/root.ts';
import { mocha } from '../tools/steps.ts';
import { only } from '../tools/testFiles.ts';

/** Least share of the lines with code of `server/src` that unit and contract tests run. */
const BAR = 0.85;

/** `npm run coverage`: how many lines of each file of the server unit and contract tests run; the least covered last. */
const folder = mkdtempSync(join(tmpdir(), 'aurelis-coverage-'));
process.env.NODE_V8_COVERAGE = folder;
const { failed } = mocha(
  ...only(globSync('test/{unit,contract}/**/*.test.ts', { cwd: ROOT }).sort()),
  // Counting slows code down.
  '--timeout=120000',
);
const reports = readdirSync(folder).flatMap((name): ScriptCoverage[] => {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')).result;
});
rmSync(folder, { recursive: true });

const byUrl = Map.groupBy(reports, ({ url }) => url);
const files = globSync('server/src/**/*.ts', { cwd: ROOT })
  .map((file) => {
    const path = join(ROOT, file);
    const own = byUrl.get(pathToFileURL(path).href) ?? [];
    return { file, ...lineCoverage(readFileSync(path, 'utf8'), own) };
  })
  .filter(({ lines }) => lines > 0)
  .sort((one, other) => share(other) - share(one) || one.lines - other.lines);
for (const each of files) console.log(`${percent(each)}  ${each.file}`);
const all = files.reduce<LineCoverage>(
  (sum, { lines, covered }) => ({ lines: sum.lines + lines, covered: sum.covered + covered }),
  { lines: 0, covered: 0 },
);
const never = files.filter(({ covered }) => covered === 0).length;
const isReached = share(all) >= BAR && never === 0;
console.log(
  `${percent(all)}  of ${all.lines} lines (at least ${BAR * 100} %), ${never} files at 0 % (none)  ${isReached ? 'reached' : 'MISSED'}`,
);
process.exit(isReached && failed === 0 ? 0 : 1);

function share({ lines, covered }: LineCoverage): number {
  return covered / lines;
}

function percent(coverage: LineCoverage): string {
  return `${(100 * share(coverage)).toFixed(1)} %`.padStart(8);
}
