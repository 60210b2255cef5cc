import { Buffer } from 'node:buffer';

/** A value of a file's metadata, with the type that the format writes in front of it. */
export type GgufValue =
  | { readonly type: 'uint32' | 'float32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'int32s'; readonly value: readonly number[] };

/** Numbers of a model. The first dimension is the one that lies together in memory. */
export interface GgufTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly values: Float32Array;
}

const VERSION = 3;
/** Tensors begin at multiples of it, in bytes: the format's default. */
const ALIGNMENT = 32;
const TYPES = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;
const F32 = 0;

/**
 * Writes a model's file in GGUF, version 3, little endian, all tensors as 32-bit floats (format: docs/gguf.md in
 * ggml-org/ggml).
 */
export function gguf(
  metadata: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufTensor[],
): Buffer {
  const entries = Object.entries(metadata);
  const head: Buffer[] = [
    Buffer.from('GGUF', 'latin1'),
    uint32(VERSION),
    uint64(tensors.length),
    uint64(entries.length),
    ...entries.flatMap(([key, value]) => [text(key), valueBytes(value)]),
  ];
  let offset = 0;
  for (const { name, dimensions, values } of tensors) {
    head.push(text(name), uint32(dimensions.length), ...dimensions.map(uint64));
    head.push(uint32(F32), uint64(offset));
    offset += padded(values.byteLength);
  }
  const data = tensors.map(({ values }) =>
    filled(Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
  return Buffer.concat([filled(Buffer.concat(head)), ...data]);
}

function valueBytes(entry: GgufValue): Buffer {
  switch (entry.type) {
    case 'uint32':
      return Buffer.concat([uint32(TYPES.uint32), uint32(entry.value)]);
    case 'float32':
      return Buffer.concat([uint32(TYPES.float32), float32(entry.value)]);
    case 'bool':
      return Buffer.concat([uint32(TYPES.bool), Buffer.from([entry.value ? 1 : 0])]);
    case 'string':
      return Buffer.concat([uint32(TYPES.string), text(entry.value)]);
    case 'strings':
      return array(TYPES.string, entry.value.map(text));
    case 'int32s':
      return array(TYPES.int32, entry.value.map(int32));
  }
}

const array = (type: number, elements: readonly Buffer[]): Buffer =>
  Buffer.concat([uint32(TYPES.array), uint32(type), uint64(elements.length), ...elements]);

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

const padded = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

const filled = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
