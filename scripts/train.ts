import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Weights } from '../server/src/workspace/model/network.ts';
import { probability } from '../server/src/workspace/model/network.ts';
import { ROOT } from '../tools/root.ts';
import { collectExamples, type Example } from './train/examples.ts';
import { fitNetwork } from './train/fit.ts';

/**
 * `npm run train`: learns the weights of the workspace predictor's network and writes them into the sources. Its
 * packages are others than those that `npm run bench -- workspace` measures. First every fifth file is kept
 * apart, to tell how sure the network may be believed to be; then all are learnt from.
 */
const examples = collectExamples();
console.log(`${examples.length} candidates`);
report(
  fitNetwork(examples.filter(({ file }) => file % 5 !== 0)),
  examples.filter(({ file }) => file % 5 === 0),
);
const weights = fitNetwork(examples);
writeFileSync(join(ROOT, 'server/src/workspace/model/networkWeights.ts'), codeOf(weights));

/** Of the places whose best candidate is so sure, how often it is right. */
function report(network: Weights, places: readonly Example[]): void {
  const losses = places.map(({ values, isRight }) => {
    const sure = probability(values, network);
    return -Math.log(isRight ? sure : 1 - sure);
  });
  const loss = losses.reduce((sum, each) => sum + each, 0) / losses.length;
  console.log(`log loss ${loss.toFixed(4)}`);
  const best = new Map<number, { readonly sure: number; readonly isRight: boolean }>();
  for (const { place, values, isRight } of places) {
    const sure = probability(values, network);
    if (sure > (best.get(place)?.sure ?? 0)) best.set(place, { sure, isRight });
  }
  for (const bound of [0, 0.5, 0.7, 0.8, 0.87, 0.9, 0.95]) {
    const surely = [...best.values()].filter(({ sure }) => sure >= bound);
    const right = surely.filter(({ isRight }) => isRight).length;
    const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
    console.log(
      `probability >= ${bound}: ${percent(surely.length, best.size)} of places, right in ${percent(right, surely.length)}`,
    );
  }
}

function codeOf({ hidden, output, shortcut }: Weights): string {
  const row = (values: readonly number[]) =>
    `[${values.map((value) => String(Number(value.toFixed(3)))).join(', ')}]`;
  return `import type { Weights } from './network.ts';

/** Written by \`npm run train\`; the inputs are those of \`features.ts\`, in their order. */
// biome-ignore-start lint/suspicious/noApproximativeNumericConstant: learnt, and like a constant by chance
// biome-ignore format: numbers
export const NETWORK_WEIGHTS: Weights = {
  hidden: [
    ${hidden.map(row).join(',\n    ')},
  ],
  output: ${row(output)},
  shortcut: ${row(shortcut)},
};
// biome-ignore-end lint/suspicious/noApproximativeNumericConstant: learnt, and like a constant by chance
`;
}
