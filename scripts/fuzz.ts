import { parseOptions } from '../tools/options.ts';
import { namedTests, propertyTests } from '../tools/testFiles.ts';
import { fuzzProperties } from './fuzzProperties.ts';
import { fuzzTargets } from './fuzzTargets.ts';

const USAGE = `Usage: npm run fuzz [-- --cases=N] [--target=NAME] [--seed=N]
       npm run fuzz -- --seeds=N [FILE…]

The first form runs the hostile fuzzers (test/hostile/), the second the property tests under many seeds. Without any of
these both run: a million cases, then 300 seeds.`;

/** `npm run fuzz`: what runs too long to be run at every change. */
const { values, positionals } = parseOptions(USAGE, {
  allowPositionals: true,
  options: {
    cases: { type: 'string' },
    target: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string' },
  },
});
const { cases = '1000000', target, seed, seeds = '300' } = values;
checkCount('--cases', cases);
checkCount('--seeds', seeds);
if (seed !== undefined && !/^\d{1,10}$/.test(seed)) {
  fail(`--seed must be a whole number of at most ten digits, not "${seed}".`);
}
const isHostile = [values.cases, target, seed].some((each) => each !== undefined);
const isProperties = values.seeds !== undefined || positionals.length > 0;
const named = positionals.length > 0 ? namedTests(positionals) : propertyTests();
const results = [
  isProperties && !isHostile ? 0 : await fuzzTargets({ cases: Number(cases), target, seed }),
  isHostile && !isProperties ? 0 : await fuzzProperties(named, Number(seeds)),
];
process.exit(results.every((faults) => faults === 0) ? 0 : 1);

function checkCount(option: string, value: string): void {
  if (!/^[1-9]\d{0,8}$/.test(value)) {
    fail(`${option} must be a whole number from 1 on, not "${value}".`);
  }
}

function fail(problem: string): never {
  console.error(problem);
  console.error(USAGE);
  process.exit(1);
}
