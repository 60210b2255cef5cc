import { answerCases } from './answerCases.ts';
import { clientCases } from './clientCases.ts';
import { documentCases } from './documentCases.ts';
import type { HostileCase } from './hostileCase.ts';
import { requestCases } from './requestCases.ts';
import { streamCases } from './streamCases.ts';
import { textCases } from './textCases.ts';

export const hostileCases: readonly HostileCase[] = [
  ...documentCases,
  ...requestCases,
  ...answerCases,
  ...textCases,
  ...streamCases,
  ...clientCases,
];
