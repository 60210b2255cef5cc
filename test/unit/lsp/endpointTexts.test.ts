import { strict as assert } from 'node:assert';
import { UNSENDABLE_KEY } from '../../../server/src/domain/endpointError.ts';
import { isLongLimit, noticeText } from '../../../server/src/lsp/endpointTexts.ts';

describe('the message about a call that cannot be sent', () => {
  const text = (sentence: string, canSetKey: boolean): string =>
    noticeText(
      { kind: 'failed', endpointId: 'a', model: 'm', error: 'unsendable', sentence },
      canSetKey,
    );

  it('says where the key is set, if it is at fault', () => {
    assert.match(text(UNSENDABLE_KEY, true), /It is the API key\. Set the key again/);
    assert.match(text(UNSENDABLE_KEY, false), /It is the API key\. Set .apiKeyEnv. or .apiKeyFile/);
  });

  it('names the headers, if one of them is', () => {
    for (const canSetKey of [true, false]) {
      const told = text('the header “x y”', canSetKey);
      assert.match(told, /It is the header “x y”\. Correct .headers. of this endpoint/);
      assert.doesNotMatch(told, /apiKey|Set the key/);
    }
  });
});

describe('a wait that the user has to know of', () => {
  const of = { endpointId: 'a', error: 'rateLimited' } as const;
  const out = { endpointId: 'a', error: 'server', status: 503 } as const;
  const told = (more: object) =>
    noticeText({ kind: 'failed', ...of, model: 'm', ...more } as never, true);

  it('is that for a limit of a day, whose delay is the least', () => {
    assert.ok(isLongLimit({ ...of, limit: { span: 'day' }, retryAfterMs: 43_000 }));
    assert.ok(!isLongLimit({ ...of, limit: { span: 'minute' }, retryAfterMs: 43_000 }));
    assert.match(told({ limit: { span: 'day' }, retryAfterMs: 43_000 }), /asked again later/);
  });

  it('is told in whole hours where it is whole, behind a sentence that ends', () => {
    const wait = (hours: number, sentence: string) =>
      told({ retryAfterMs: hours * 3_600_000, sentence });
    const end = '; until then it is left alone.';
    assert.ok(wait(3, 'Too many').endsWith(`“Too many”. It is asked again in 3 h${end}`));
    assert.ok(wait(24, 'Stop it!').endsWith(`“Stop it!” It is asked again in 24 h${end}`));
    assert.ok(wait(2.5, 'Why?').endsWith(`“Why?” It is asked again in 2.5 h${end}`));
  });

  it('is that for a server that is out of service for ten minutes and more', () => {
    assert.ok(isLongLimit({ ...out, retryAfterMs: 600_000 }));
    assert.ok(!isLongLimit({ ...out, retryAfterMs: 599_000 }));
    assert.ok(!isLongLimit(out));
    assert.ok(!isLongLimit({ ...out, status: 500, retryAfterMs: 600_000 }));
    assert.match(told({ ...out, retryAfterMs: 1_200_000 }), /HTTP 503.*asked again in 20 min/);
  });
});
