import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { leftBy, notApplied, summary } from '../../../server/src/lsp/fixAllTexts.ts';

describe('the summary of "Fix all"', () => {
  it('says how many are fixed, and how many are left for which reason', () => {
    const left = leftBy([
      { why: 'cut', count: 2 },
      { why: 'excluded', count: 2 },
      { why: 'cut', count: 2 },
    ]);
    assert.equal(
      summary(34, 40, left),
      "Aurelis: 34 of 40 problems fixed. 4 left: the model's answer is incomplete. 2 left: the file is excluded.",
    );
    assert.equal(summary(1, 1, []), 'Aurelis: 1 of 1 problem fixed.');
  });

  it('names endpoints that failed, without the words of a server', () => {
    const failed = (kind: 'noEndpoint' | 'tooLong' | 'server', sentence?: string) =>
      leftBy([{ why: new EndpointError('big', kind, { status: 500, sentence }), count: 1 }])[0]
        ?.reason;
    assert.equal(failed('noEndpoint'), 'no model is available now');
    assert.equal(failed('tooLong'), 'the code is longer than `limits.inputTokens` of "big" allows');
    assert.match(failed('server', 'secret words') ?? '', /^the endpoint "big" [^“]+ \(HTTP 500\)$/);
  });

  it('names some reasons only, and is no longer than a message may be', () => {
    const whys = ['cut', 'closed', 'excluded', 'changed', 'unchanged', 'defect'] as const;
    const left = leftBy(whys.map((why) => ({ why, count: 3 })));
    assert.match(summary(0, 18, left), /was edited meanwhile\. 6 left for other reasons\.$/);
    const long = [{ reason: 'x'.repeat(5_000), count: 1 }];
    assert.equal(summary(0, 1, long).length, 2_000);
  });

  it('counts what was not applied', () => {
    assert.equal(notApplied(1), 'Aurelis: the fix was not applied.');
    assert.equal(notApplied(2), 'Aurelis: the 2 fixes were not applied.');
  });
});
