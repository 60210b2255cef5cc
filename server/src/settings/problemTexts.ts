import type * as z from 'zod';

type Issue = Readonly<z.core.$ZodIssue>;

/** Stands for a value that may hold a key or a password. */
export const HIDDEN = {};
/** Longest value that is quoted, in UTF-16 units. */
const MAX_QUOTED = 60;

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** Says plainly what a value must be: the rest of a sentence that begins with the value. */
export function reasonOf(issue: Issue | undefined): string {
  switch (issue?.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? 'something else'}`;
    case 'too_small':
      return `must be ${atLeast(issue)}`;
    case 'too_big':
      return `must be ${atMost(issue.origin, Number(issue.maximum))}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    // The last of the forms is the one that says something.
    case 'invalid_union':
      return reasonOf(issue.errors.at(-1)?.[0]);
    case 'invalid_format':
    case 'custom':
      return issue.message;
    default:
      return 'is not valid';
  }
}

function atLeast(issue: Extract<Issue, { readonly code: 'too_small' }>): string {
  const { origin, inclusive } = issue;
  const minimum = Number(issue.minimum);
  if (origin === 'string')
    return minimum === 1 ? 'a text that is not empty' : `a text of at least ${minimum} characters`;
  if (origin === 'array') return 'a list that is not empty';
  return inclusive === false ? `more than ${minimum}` : `${minimum} or more`;
}

const atMost = (origin: string, maximum: number): string =>
  origin === 'string' ? `a text of at most ${maximum} characters` : `${maximum} or less`;

/** Returns a value as messages show it: short, and never what may be a secret. */
export function brief(value: unknown): string {
  if (value === HIDDEN) return 'the value';
  if (value === undefined) return '(nothing)';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 200)) : String(value);
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED - 3)}…` : text;
}
