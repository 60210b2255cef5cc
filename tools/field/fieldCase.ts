import type { EndpointErrorKind, Speaker } from '../../server/src/domain/endpointError.ts';
import type { RequestFacts } from '../../server/src/upstream/requestFacts.ts';

/** A refusal in the form in which a server gives it, and what is right to make of it. */
export interface RefusalCase {
  readonly name: string;
  /** Where such a body was reported or is documented. */
  readonly source: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly kind: EndpointErrorKind;
  readonly speaker?: Speaker;
  /** A part of the words that the user is told; absent where there are none. */
  readonly says?: string;
  /** The change that the request needs: `undefined` where nothing may change. */
  readonly facts?: RequestFacts;
  /** How completions are asked for there; `fim` without it. */
  readonly api?: 'fim' | 'chat' | 'infill' | 'generate';
}

/** An answer with HTTP 200 in the form in which a server gives it, and what is right to make of it. */
export interface AnswerCase {
  readonly name: string;
  readonly source: string;
  readonly type?: string;
  readonly body: string;
  readonly text: string;
  readonly ending?: 'stop' | 'length';
  /** May it be stored for others? */
  readonly isStorable?: boolean;
  /** The kind of fault, where it is no answer, or breaks. */
  readonly fault?: string;
}
