import type { EndpointErrorKind } from '../../domain/endpointError.ts';
import type { Generation } from '../../domain/generation.ts';
import type { Gate } from './gates.ts';

/** Reasons for showing nothing; each is counted under its name and put into words by `lsp/decisionTexts.ts`. */
export type Silence =
  | Gate
  /** The model is known to have nothing for this place. */
  | 'knownEmpty'
  /** Neither a model nor the workspace had anything to say. */
  | 'nothingFound'
  /** No model endpoint may be asked now, and the workspace had nothing to say. */
  | 'noEndpoint'
  /** The endpoint answered with an error, and the workspace had nothing to say. */
  | 'failed'
  /** The user has refused this text at this place. */
  | 'refused'
  /** It would declare what is declared already. */
  | 'redeclares'
  /** Nothing of it is left that fits between what stands before and behind the cursor. */
  | 'doesNotFit'
  /** The answer held a credential that is not the document's, or changed one of those. */
  | 'withheld'
  /** The user typed on before it came. */
  | 'superseded';

/** After these reasons the suggestion shown is not forgotten: it may be on screen still, or fit again after a backspace. */
export const LEAVES_SHOWN: ReadonlySet<Silence> = new Set<Silence>([
  'slip',
  'superseded',
  'refused',
  'redeclares',
  'doesNotFit',
]);

/** Nothing is shown. */
export interface Silent {
  readonly kind: 'silent';
  readonly reason: Silence;
  /** True if what is known here said so, without a call. */
  readonly isKnown?: boolean;
  /** The endpoint's error, where that is the reason. */
  readonly error?: EndpointErrorKind;
}

/** A suggestion is shown. */
export interface Show {
  readonly kind: 'show';
  /** `trie`: from the suggestion store, under its name in the metrics. */
  readonly from: 'trie' | Generation['source'];
  readonly model: string;
  /** True the first time that this suggestion is shown. */
  readonly isNew: boolean;
}

/** Nothing known is to be shown: a model, or the workspace, is asked. */
export interface Fetch {
  readonly kind: 'fetch';
  /** Milliseconds that are waited at least. */
  readonly leastWaitMs: number;
  /** True if the last key is almost certainly a typo: the workspace is asked, and in a pause the user's own server, which cost nothing. */
  readonly isLikelyTypo: boolean;
}

export const silent = (reason: Silence, more: Omit<Silent, 'kind' | 'reason'> = {}): Silent => ({
  kind: 'silent',
  reason,
  ...more,
});
