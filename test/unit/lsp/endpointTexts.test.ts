import { strict as assert } from 'node:assert';
import { UNSENDABLE_KEY } from '../../../server/src/domain/endpointError.ts';
import { noticeText } from '../../../server/src/lsp/endpointTexts.ts';

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
