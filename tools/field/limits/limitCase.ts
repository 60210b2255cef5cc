import type { LimitScope } from '../../../server/src/domain/limitScope.ts';

/** An answer in which a server tells of its limits, and the right reading of it. */
export interface LimitCase {
  readonly name: string;
  /** 429 where absent. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text, or an object that is sent as JSON. */
  readonly body?: unknown;
  /** The rest that is asked for, in seconds; absent where none is. Within a second it is right. */
  readonly rest?: number;
  readonly scope?: LimitScope;
}

/** The time at which all cases are read. */
export const LIMITS_READ_AT = Date.parse('2026-11-26T12:00:10.250Z');
