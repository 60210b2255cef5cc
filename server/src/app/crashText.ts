import { sourcePlaces } from './sourcePlaces.ts';

/** An error of ours as the log may hold it: its kind and its places. Its message may hold code, or a path. */
export function crashText(error: unknown): string {
  const isError = error instanceof Error;
  const places = isError ? sourcePlaces(error) : [];
  return [`Unexpected ${isError ? error.name : 'error'}`, ...places].join('\n    at ');
}
