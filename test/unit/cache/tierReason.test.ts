import { equal } from 'node:assert/strict';
import { withDeadline } from '../../../server/src/base/deadline.ts';
import { tierReason } from '../../../server/src/cache/tierReason.ts';
import { UnusableFileError } from '../../../server/src/storage/privateFiles.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const coded = (code: string) => Object.assign(new Error('x'), { code });
const sqlite = (errcode: number) => Object.assign(new Error('x'), { errcode });

describe('why a tier does not work', () => {
  for (const [error, reason] of [
    [coded('ECONNREFUSED'), 'unreachable'],
    [coded('ENOTFOUND'), 'unreachable'],
    [new AggregateError([coded('ECONNREFUSED')]), 'unreachable'],
    [new Error('x', { cause: coded('EHOSTUNREACH') }), 'unreachable'],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'untrusted'],
    [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'untrusted'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'untrusted'],
    [coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'notTls'],
    [new Error('WRONGPASS invalid username-password pair'), 'password'],
    [new Error('NOAUTH Authentication required.'), 'password'],
    [new Error('ERR AUTH <password> called without any password configured'), 'password'],
    [new Error("NOPERM this user has no permissions to run the 'get' command"), 'permission'],
    [new Error("OOM command not allowed when used memory > 'maxmemory'."), 'full'],
    [new Error("READONLY You can't write against a read only replica."), 'notWritable'],
    [coded('ENOSPC'), 'full'],
    [new UnusableFileError(), 'notWritable'],
    [sqlite(13), 'full'],
    [sqlite(8 | (1 << 8)), 'notWritable'],
    [sqlite(14), 'notWritable'],
    [new Error('Socket closed unexpectedly'), 'unreachable'],
    [new Error('HTTP 403'), 'password'],
    [new Error('HTTP 500'), 'refused'],
    [new Error('something else'), undefined],
    [sqlite(5), undefined],
    ['no error', undefined],
  ] as const) {
    it(`${String(error)} ${(error as { code?: string }).code ?? ''}: ${reason}`, () =>
      equal(tierReason(error), reason));
  }

  it('is its slowness where a deadline has passed', async () => {
    const clock = new FakeClock();
    const late = withDeadline(clock, 50, () => new Promise<never>(() => undefined)).catch(
      (error: unknown) => error,
    );
    await clock.pass(50);
    equal(tierReason(await late), 'slow');
  });
});
