import type { Generation } from '../../domain/generation.ts';

/** A text proposed at one place, known by one id however often it is shown. */
export interface Suggestion {
  readonly id: string;
  /** All of the canonical text from where it was asked for, shown or not; '' when nothing belongs there. */
  readonly text: string;
  readonly source: Generation['source'];
  /** That wrote it; while its stream runs, the one that is asked first. */
  readonly model: string;
  /** Under which the answer behind it is cached, if it is. */
  readonly cacheKey?: string;
  /** True if its answer broke off: the part that is there may be shown, and it is asked for again. */
  readonly isInterrupted?: boolean;
  /** True if its answer was taken away, because of a credential in it. */
  readonly isWithheld?: boolean;
}

export interface Remembered {
  readonly suggestion: Suggestion;
  /** The rest of its text at the cursor; '' when nothing belongs there. */
  readonly rest: string;
}

/** True if it was found in the answer cache. */
export const isCached = ({ source }: Suggestion): boolean =>
  source !== 'upstream' && source !== 'inFlight' && source !== 'workspace';
