import type { RefusalCase } from '../fieldCase.ts';
import { ACCOUNT_REFUSALS } from './account.ts';
import { ACCOUNT_JUDGE } from './accountJudge.ts';
import { FORM_REFUSALS } from './form.ts';
import { FORM_JUDGE } from './formJudge.ts';
import { LENGTH_REFUSALS } from './length.ts';
import { LENGTH_JUDGE } from './lengthJudge.ts';
import { NETWORK_REFUSALS } from './network.ts';
import { NETWORK_JUDGE } from './networkJudge.ts';

/** The set that the reader of refusals is written against: one or two of each kind. */
export const REFUSALS: readonly RefusalCase[] = [
  ...FORM_REFUSALS,
  ...ACCOUNT_REFUSALS,
  ...LENGTH_REFUSALS,
  ...NETWORK_REFUSALS,
];

/** The brothers of each, on which it is only judged: nothing is written against them. */
export const JUDGED_REFUSALS: readonly RefusalCase[] = [
  ...FORM_JUDGE,
  ...ACCOUNT_JUDGE,
  ...LENGTH_JUDGE,
  ...NETWORK_JUDGE,
];
