import type { FimFamily } from '../../domain/endpoint.ts';

/** A token of each family that has its own, the one that only a tokenizer of that family reads as one. */
export const FAMILY_MARKS: readonly (readonly [mark: string, family: FimFamily])[] = [
  ['<|fim_middle|>', 'qwen'],
  ['<fim_middle>', 'granite'],
  ['<\uff5cfim\u2581hole\uff5c>', 'deepseek'],
  ['<[fim-middle]>', 'seedcoder'],
  ['<|code_middle|>', 'glm'],
];
