import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../random.ts';
import { type GgufTensor, type GgufValue, gguf } from './gguf.ts';
import type { Vocabulary } from './vocabulary.ts';

/** As small as the engine takes it: what is judged is which tokens it evaluates, not what they mean. */
const WIDTH = 32;
const INNER_WIDTH = 64;
const CONTEXT = 32_768;
/** The answer after `<|fim_middle|>`, in the letters of the vocabulary: one short line. */
const ANSWER = ['result', ';', 'Ċ'];
/** How much of the state that attention adds to a token: too little to change which one follows. */
const ATTENTION = 0.01;

const NORMAL = 1;
const CONTROL = 3;

/**
 * A model's file in a temporary folder, made where it is not there yet. After `<|fim_middle|>` the model says one short
 * line and ends; after every other token it says some part of it.
 */
export function modelFile(vocabulary: Vocabulary): string {
  const folder = join(tmpdir(), 'aurelis-local-model');
  const bytes = gguf(metadata(vocabulary), tensors(vocabulary));
  const path = join(
    folder,
    `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.gguf`,
  );
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, path);
  return path;
}

function metadata({ tokens, merges, control }: Vocabulary): Record<string, GgufValue> {
  const number = (value: number) => ({ type: 'uint32', value }) as const;
  const string = (value: string) => ({ type: 'string', value }) as const;
  const isControl = new Set(Object.values(control));
  const kinds = tokens.map((_, index) => (isControl.has(index) ? CONTROL : NORMAL));
  return {
    'general.architecture': string('llama'),
    'general.name': string('aurelis-test'),
    'llama.block_count': number(1),
    'llama.context_length': number(CONTEXT),
    'llama.embedding_length': number(WIDTH),
    'llama.feed_forward_length': number(INNER_WIDTH),
    'llama.attention.head_count': number(1),
    'llama.attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-5 },
    'llama.vocab_size': number(tokens.length),
    'tokenizer.ggml.model': string('gpt2'),
    'tokenizer.ggml.pre': string('gpt-2'),
    'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
    'tokenizer.ggml.token_type': { type: 'int32s', value: kinds },
    'tokenizer.ggml.merges': { type: 'strings', value: merges },
    'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
    'tokenizer.ggml.bos_token_id': number(control.end),
    'tokenizer.ggml.eos_token_id': number(control.end),
    'tokenizer.ggml.fim_pre_token_id': number(control.prefix),
    'tokenizer.ggml.fim_suf_token_id': number(control.suffix),
    'tokenizer.ggml.fim_mid_token_id': number(control.middle),
    'tokenizer.ggml.fim_pad_token_id': number(control.pad),
    'tokenizer.ggml.fim_rep_token_id': number(control.repository),
    'tokenizer.ggml.fim_sep_token_id': number(control.file),
  };
}

/**
 * Every token is a row of signs of its own, which passes through the layers nearly as it is. The last layer finds the token
 * that follows by the row of the one before it.
 */
function tensors({ tokens, control }: Vocabulary): GgufTensor[] {
  const random = seededRandom(tokens.length);
  const signs = Float32Array.from({ length: tokens.length * WIDTH }, () =>
    random() < 0.5 ? -1 : 1,
  );
  const next = new Float32Array(signs.length);
  const chain = [control.middle, ...ANSWER.map((each) => tokens.indexOf(each)), control.end];
  for (const [index, token] of chain.entries()) {
    const before = chain[index - 1];
    if (before === undefined) continue;
    next.set(signs.subarray(before * WIDTH, (before + 1) * WIDTH), token * WIDTH);
  }
  const ones = new Float32Array(WIDTH).fill(1);
  const some = (length: number) =>
    Float32Array.from({ length }, () => ATTENTION * (2 * random() - 1));
  const square = (name: string) => {
    return { name, dimensions: [WIDTH, WIDTH], values: some(WIDTH * WIDTH) };
  };
  const vector = (name: string) => ({ name, dimensions: [WIDTH], values: ones });
  const inner = (name: string, dimensions: readonly number[]) => {
    return { name, dimensions, values: new Float32Array(WIDTH * INNER_WIDTH) };
  };
  return [
    { name: 'token_embd.weight', dimensions: [WIDTH, tokens.length], values: signs },
    vector('blk.0.attn_norm.weight'),
    square('blk.0.attn_q.weight'),
    square('blk.0.attn_k.weight'),
    square('blk.0.attn_v.weight'),
    square('blk.0.attn_output.weight'),
    vector('blk.0.ffn_norm.weight'),
    inner('blk.0.ffn_gate.weight', [WIDTH, INNER_WIDTH]),
    inner('blk.0.ffn_up.weight', [WIDTH, INNER_WIDTH]),
    inner('blk.0.ffn_down.weight', [INNER_WIDTH, WIDTH]),
    vector('output_norm.weight'),
    { name: 'output.weight', dimensions: [WIDTH, tokens.length], values: next },
  ];
}
