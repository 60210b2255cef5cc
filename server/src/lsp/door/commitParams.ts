import type { CommitQuery } from '../../actions/commit/query.ts';
import { MAX_DIFF } from '../../protocol/commitMessages.ts';
import { uriIn } from './places.ts';
import { list, optionalText, type Raw, text } from './shape.ts';

const MAX_ID = 1_000;
/** Most of a text beside the diff that is taken; what is longer is no name and no line. */
const MAX_TEXT = 100_000;
const MAX_SUBJECTS = 100;

/** A query for a commit's message, and the id under which its pieces are told. */
export interface CommitRequest {
  readonly id: string;
  readonly query: CommitQuery;
}

export function commitParams(raw: Raw): CommitRequest {
  const { id, folder, diff, branch, subjects, hint, isCut, isFresh } = raw;
  const query: CommitQuery = {
    folder: uriIn(folder, 'folder'),
    diff: text(diff, 'diff', MAX_DIFF),
    isCut: isCut === true,
    branch: optionalText(branch, 'branch', MAX_TEXT),
    subjects: list(subjects, 'subjects', MAX_SUBJECTS, (each) => text(each, 'subjects', MAX_TEXT)),
    hint: optionalText(hint, 'hint', MAX_TEXT),
    isFresh: isFresh === true,
  };
  return Object.freeze({ id: text(id, 'id', MAX_ID), query: Object.freeze(query) });
}
