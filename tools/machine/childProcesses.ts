import { readFileSync } from 'node:fs';

/** The processes that the first thread of another one has started and that live, by their ids (Linux). */
export const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((each) => each !== '')
    .map(Number);
