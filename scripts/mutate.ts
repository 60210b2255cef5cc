import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { mutantsOf } from '../tools/mutate/mutants.ts';
import { type Job, Mutation } from '../tools/mutate/mutation.ts';
import { type NamedMutant, placeOf } from '../tools/mutate/namedMutants.ts';
import { sample } from '../tools/mutate/sample.ts';
import { parseOptions } from '../tools/options.ts';
import { randomSeed } from '../tools/propertySeed.ts';
import { ROOT } from '../tools/root.ts';

const USAGE = `Usage: npm run mutate -- FILE… [--limit=N] [--seed=N]   small changes of these source files
       npm run mutate -- --list [LIST.json] [FILE…]        those that test/mutations.json, or a list, names
       --seconds=N        time for the tests of one mutant (180)
       --max-survivors=N  ends with 1 where more survive`;

/** `npm run mutate`: changes a line of a source file and looks whether a unit test notices, again and again. */
const { values, positionals } = parseOptions(USAGE, {
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    limit: { type: 'string' },
    seed: { type: 'string' },
    seconds: { type: 'string', default: '180' },
    'max-survivors': { type: 'string' },
  },
});
const fail = (message: string): never => {
  console.error(`${message}\n${USAGE}`);
  process.exit(1);
};
const numberOf = (name: 'limit' | 'seed' | 'seconds' | 'max-survivors'): number | undefined => {
  const value = values[name];
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  return fail(`--${name} must be a whole number, not "${value}".`);
};
const paths = positionals.map((name) => {
  if (!existsSync(name)) fail(`${name} does not exist.`);
  return relative(ROOT, resolve(name)).replaceAll('\\', '/');
});
const files = paths.filter((path) => !path.endsWith('.json'));
const lists = paths.filter((path) => path.endsWith('.json'));
if (!values.list && (files.length === 0 || lists.length > 0)) fail('Name source files, or --list.');

const seed = numberOf('seed') ?? randomSeed(Math.random);
const limit = numberOf('limit') ?? Number.POSITIVE_INFINITY;
const most = numberOf('max-survivors') ?? Number.POSITIVE_INFINITY;
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const all = values.list ? listed() : files.flatMap(made);
const jobs = sample(all, limit, seed);
console.log(`${jobs.length} of ${all.length} mutants, --seed=${seed}`);
const mutation = new Mutation({
  seed,
  limitMs: (numberOf('seconds') ?? 0) * 1_000,
  copies: Math.max(1, availableParallelism() - 1),
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    mutation.dispose();
    process.exit(code);
  });
}
try {
  const survivors = await mutation.run(jobs);
  process.exitCode = survivors > most ? 1 : 0;
} finally {
  mutation.dispose();
}

function made(file: string): Job[] {
  return mutantsOf(read(file)).map((mutant) => ({ file, mutant }));
}

function listed(): Job[] {
  return (lists.length > 0 ? lists : ['test/mutations.json'])
    .flatMap((list): NamedMutant[] => JSON.parse(read(list)))
    .filter(({ file, equivalent }) => {
      return equivalent === undefined && (files.length === 0 || files.includes(file));
    })
    .map((named) => {
      const mutant = placeOf(named, read(named.file));
      return { file: named.file, mutant, name: named.name };
    });
}
