import { digestOf, drawnFrom, tokensOf } from './drawn.ts';
import type { Members } from './forms.ts';

/** Numbers in a vector of text-embedding-3-small. */
const USUAL_DIMENSIONS = 1_536;

/** One vector for each input: as numbers, or as the base64 of their 32 bits each (little endian). */
export function embeddingsOf(body: Members, seed: number): Members {
  const { input, dimensions = USUAL_DIMENSIONS, encoding_format: format } = body;
  const isTokens = Array.isArray(input) && typeof input[0] === 'number';
  const inputs: readonly unknown[] = Array.isArray(input) && !isTokens ? input : [input];
  const tokens = inputs.reduce<number>(
    (sum, each) => sum + (typeof each === 'string' ? tokensOf(each).length : [each].flat().length),
    0,
  );
  return {
    object: 'list',
    data: inputs.map((each, index) => {
      const vector = vectorOf(digestOf(seed, body.model, each), Number(dimensions));
      const embedding = format === 'base64' ? base64Of(vector) : [...vector];
      return { object: 'embedding', index, embedding };
    }),
    model: body.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function vectorOf(digest: string, length: number): Float32Array {
  const draw = drawnFrom(digest);
  const numbers = Array.from({ length }, () => draw() - 0.5);
  const size = Math.hypot(...numbers);
  return Float32Array.from(numbers, (each) => each / size);
}

const base64Of = (vector: Float32Array): string =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
