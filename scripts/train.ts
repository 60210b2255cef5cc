import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../bench/support/random.ts';
import { divide, type SourceFile, sourcesOf } from '../bench/support/sources.ts';
import { PREDICTION_WINDOW } from '../server/src/domain/predictor.ts';
import { features, logistic } from '../server/src/workspace/confidence.ts';
import { nextStep } from '../server/src/workspace/extend.ts';
import { tokenizeLine } from '../server/src/workspace/tokenizer.ts';
import { WorkspaceModel } from '../server/src/workspace/workspaceModel.ts';
import { ROOT } from './build.ts';

/**
 * `npm run train`: learns the weights of the workspace predictor's confidence and writes them into the
 * sources. Its packages are others than those that `npm run bench -- workspace` measures.
 */
const PACKAGES: readonly [name: string, glob: string][] = [
  ['@azure/msal-common', 'src/**/*.ts'],
  ['@azure/msal-browser', 'src/**/*.ts'],
  ['undici', 'lib/**/*.js'],
  ['mocha', 'lib/**/*.{js,mjs,cjs}'],
  ['knip', 'dist/**/*.js'],
  ['vscode-jsonrpc', 'lib/**/*.js'],
];
const FILES_PER_PACKAGE = 10;
const PLACES_PER_FILE = 500;
/** Keeps weights small (L2), and how often all examples are looked at. */
const REGULARIZATION = 1e-4;
const ROUNDS = 400;

interface Example {
  readonly values: readonly number[];
  readonly isRight: boolean;
}

const examples = PACKAGES.flatMap(([name, glob]) => {
  const { indexed, heldOut } = divide(sourcesOf(name, glob), FILES_PER_PACKAGE);
  const model = new WorkspaceModel();
  for (const { path, text } of indexed) model.learnFile(path, text);
  return heldOut.flatMap((file) => examplesOf(model, file));
});
const weights = fitWeights(examples);
const code = `/** Written by \`npm run train\`; the features are those of \`confidence.ts\`, in their order. */
export const CONFIDENCE_WEIGHTS: readonly number[] = [
  ${weights.map((weight) => weight.toFixed(3)).join(', ')},
];
`;
writeFileSync(join(ROOT, 'server/src/workspace/confidenceWeights.ts'), code);
report();

function examplesOf(model: WorkspaceModel, { path, text }: SourceFile): Example[] {
  const random = seededRandom(text.length);
  return Array.from({ length: PLACES_PER_FILE }).flatMap(() => {
    const offset = Math.floor(random() * (text.length - 200));
    // The rest of the line and a little more is what the user has yet to type.
    const below = text.indexOf('\n', offset + 120);
    const { place, sources, vocabulary } = model.prepare({
      uri: path,
      languageId: '',
      prefix: text.slice(Math.max(0, offset - PREDICTION_WINDOW.prefix), offset),
      suffix: `\n${text.slice(below + 1, below + PREDICTION_WINDOW.suffix)}`,
      maxLines: 12,
    });
    const step = nextStep(place, sources, vocabulary);
    if (step === undefined) return [];
    const truth = nextToken(text, offset - place.typed.length);
    const values = features(step.best, step.candidates, step.facts);
    return [{ values, isRight: step.text === truth }];
  });
}

/** The token that begins behind an offset, white space passed over. */
function nextToken(text: string, offset: number): string {
  const [line = ''] = text.slice(offset).split('\n', 1);
  return tokenizeLine(line)[0]?.text ?? '\n';
}

/** Logistic regression by gradient descent with momentum; the problem is convex and small. */
function fitWeights(all: readonly Example[]): number[] {
  const size = all[0]?.values.length ?? 0;
  const weightsNow = new Array<number>(size).fill(0);
  const velocity = new Array<number>(size).fill(0);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = weightsNow.map((weight) => weight * REGULARIZATION);
    for (const { values, isRight } of all) {
      const error = logistic(values, weightsNow) - (isRight ? 1 : 0);
      for (let index = 0; index < size; index++) {
        gradient[index] = (gradient[index] ?? 0) + (error * (values[index] ?? 0)) / all.length;
      }
    }
    for (let index = 0; index < size; index++) {
      velocity[index] = 0.9 * (velocity[index] ?? 0) - 0.8 * (gradient[index] ?? 0);
      weightsNow[index] = (weightsNow[index] ?? 0) + (velocity[index] ?? 0);
    }
  }
  return weightsNow;
}

function report(): void {
  const right = examples.filter(({ isRight }) => isRight).length;
  console.log(
    `${examples.length} examples, best candidate right in ${percent(right, examples.length)}`,
  );
  for (const bound of [0.5, 0.7, 0.8, 0.9, 0.95]) {
    const sure = examples.filter(({ values }) => logistic(values, weights) >= bound);
    const hits = sure.filter(({ isRight }) => isRight).length;
    console.log(
      `confidence >= ${bound}: ${percent(sure.length, examples.length)} of places, right ${percent(hits, sure.length)}`,
    );
  }
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}
