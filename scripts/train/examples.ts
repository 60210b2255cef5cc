import { pathToFileURL } from 'node:url';
import { PREDICTION_WINDOW } from '../../server/src/domain/predictor.ts';
import { after, evidenceAt, type Knowledge } from '../../server/src/workspace/model/extend.ts';
import { features, likeliest } from '../../server/src/workspace/model/features.ts';
import type { PredictionState } from '../../server/src/workspace/model/predictionState.ts';
import { WorkspaceModel } from '../../server/src/workspace/model/workspaceModel.ts';
import { tokenizeLine } from '../../server/src/workspace/tokens/tokenizer.ts';
import { seededRandom } from '../../tools/random.ts';
import { divide, type SourceFile, sourcesOf } from '../../tools/sources.ts';

/** A candidate as the network sees it, and whether it is what followed. */
export interface Example {
  readonly values: readonly number[];
  readonly isRight: boolean;
  /** Number of the place, and of the file. */
  readonly place: number;
  readonly file: number;
}

const PACKAGES: readonly (readonly [name: string, glob: string])[] = [
  ['@azure/msal-common', 'src/**/*.ts'],
  ['@azure/msal-browser', 'src/**/*.ts'],
  ['@azure/msal-node', 'src/**/*.ts'],
  ['@noble/hashes', 'src/**/*.ts'],
  ['undici', 'lib/**/*.js'],
  ['mocha', 'lib/**/*.{js,mjs,cjs}'],
  ['knip', 'dist/**/*.js'],
  ['bentocache', '**/*.js'],
  ['vscode-jsonrpc', 'lib/**/*.js'],
  ['vscode-languageclient', 'lib/**/*.js'],
];
const FILES_PER_PACKAGE = 10;
const PLACES_PER_FILE = 800;
/** The length of the text that the user has yet to type and that is therefore left out below the cursor, in characters. */
const UNTYPED = 600;
/** Steps behind the cursor that are learnt from, too. */
const MAX_STEPS = 3;

/** Collects the examples that the network learns from: random places in files that their models have not seen. */
export function collectExamples(): Example[] {
  const examples: Example[] = [];
  let places = 0;
  let files = 0;
  for (const [name, glob] of PACKAGES) {
    const { indexed, heldOut } = divide(sourcesOf(name, glob), FILES_PER_PACKAGE);
    const model = new WorkspaceModel();
    for (const { path, text } of indexed) model.learnFile(pathToFileURL(path).href, text);
    for (const file of heldOut) {
      files++;
      for (const { place, knowledge, truth } of placesIn(model, file)) {
        places++;
        const evidence = evidenceAt(place, knowledge);
        const candidates = likeliest(evidence);
        for (const candidate of candidates) {
          const { vocabulary } = knowledge;
          const values = features(candidate, candidates, evidence, place, vocabulary);
          const isRight = vocabulary.textOf(candidate.token) === truth;
          examples.push({ values, isRight, place: places, file: files });
        }
      }
    }
    console.log(`${name}: ${heldOut.length} files`);
  }
  return examples;
}

interface KnownPlace {
  readonly place: PredictionState;
  readonly knowledge: Knowledge;
  readonly truth: string;
}

function* placesIn(model: WorkspaceModel, { path, text }: SourceFile): Generator<KnownPlace> {
  const random = seededRandom(text.length);
  for (let count = 0; count < PLACES_PER_FILE; count++) {
    const offset = Math.floor(random() * (text.length - 200));
    const below = text.indexOf('\n', offset + UNTYPED);
    const rest = below === -1 ? '' : text.slice(below + 1);
    const { place, knowledge } = model.at({
      uri: pathToFileURL(path).href,
      languageId: '',
      prefix: text.slice(Math.max(0, offset - PREDICTION_WINDOW.prefix), offset),
      suffix: `\n${rest.slice(0, PREDICTION_WINDOW.suffix)}`,
      maxLines: 12,
    });
    const truths = tokensOf(text.slice(offset - place.typed.length, offset + 200));
    yield* stepsFrom(place, knowledge, truths, Math.floor(random() * (MAX_STEPS + 1)));
  }
}

/** The place itself, and the one some right steps further on. */
function* stepsFrom(
  place: PredictionState,
  knowledge: Knowledge,
  truths: readonly string[],
  steps: number,
): Generator<KnownPlace> {
  const [first] = truths;
  if (first === undefined) return;
  yield { place, knowledge, truth: first };
  let later = place;
  for (const truth of truths.slice(0, steps)) {
    const token = knowledge.vocabulary.find(truth);
    if (token === undefined) return;
    later = after({ token, gap: 0 }, later);
  }
  const truth = truths[steps];
  if (steps > 0 && truth !== undefined) yield { place: later, knowledge, truth };
}

/** The tokens of a text, but for its last, which may be cut. */
function tokensOf(text: string): string[] {
  const lines = text.split('\n').map((line) => tokenizeLine(line).map((token) => token.text));
  return lines.flatMap((tokens, index) => (index === 0 ? tokens : ['\n', ...tokens])).slice(0, -1);
}
