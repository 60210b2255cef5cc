import type { LimitScope } from '../../../server/src/domain/limitScope.ts';
import { readLimits } from '../../../server/src/limits/limitHeaders.ts';
import { readCase } from '../judged.ts';
import { LIMITS_READ_AT, type LimitCase } from './limitCase.ts';

/** A second: what a server rounds. */
const TOLERANCE_SECONDS = 1;

interface LimitReading {
  /** In seconds. */
  readonly rest: number | undefined;
  readonly scope: LimitScope;
}

/** Reads a case as `send` does: the headers first, then the body. */
function readingOf(each: LimitCase): LimitReading {
  const { status = 429, headers = {}, body = '' } = each;
  const signals = readLimits(headers, LIMITS_READ_AT, status);
  const refusal =
    status === 200
      ? undefined
      : readCase(
          { ...each, status, headers, body, source: '', kind: 'rateLimited' },
          LIMITS_READ_AT,
        );
  const waitMs = signals.waitMs ?? refusal?.retryAfterMs;
  return {
    rest: waitMs === undefined ? undefined : waitMs / 1_000,
    scope: { ...refusal?.limit, ...signals.scope },
  };
}

/** Says what is read wrong in a case; empty where it is right. A scope counts where the case names one. */
export function limitMistake(each: LimitCase): string {
  const { rest, scope } = readingOf(each);
  const isRight =
    rest === undefined || each.rest === undefined
      ? rest === each.rest
      : Math.abs(rest - each.rest) <= TOLERANCE_SECONDS;
  if (!isRight) return `${each.name}: rests ${rest} s, not ${each.rest}`;
  if (each.scope === undefined) return '';
  const { of, span } = each.scope;
  const isScope = (of ?? scope.of) === scope.of && (span ?? scope.span) === scope.span;
  return isScope ? '' : `${each.name}: ${JSON.stringify(scope)}`;
}
