import { FIM_FAMILIES, type FimFamily } from '../../domain/endpoint.ts';
import { codegemma } from './codegemma.ts';
import { codellama } from './codellama.ts';
import { codestral } from './codestral.ts';
import { deepseek } from './deepseek.ts';
import type { FimTemplate } from './fimTemplate.ts';
import { qwen } from './qwen.ts';
import { starcoder } from './starcoder.ts';

/** One family a file; this table is what the setting `endpoints[].fimTemplate` chooses from. */
export const fimTemplates: Readonly<Record<FimFamily, FimTemplate>> = {
  qwen,
  starcoder,
  codellama,
  deepseek,
  codegemma,
  codestral,
};

/** The family of a model by its name, if it has one that is known. */
export const familyOf = (model: string): FimFamily | undefined =>
  FIM_FAMILIES.find((name) => fimTemplates[name].models.test(model));
