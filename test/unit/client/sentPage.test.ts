import { strict as assert } from 'node:assert';
import { sentPage } from '../../../client/src/sentPage.ts';

const BODY = JSON.stringify({
  prompt: 'one\ntwo',
  n: 1,
  messages: [{ role: 'user', content: 'a\nb' }],
});
const request = {
  endpoint: 'local',
  url: 'http://127.0.0.1:8080/v1/completions',
  headers: ['content-type', 'authorization'],
  body: BODY,
  masked: 2,
};

describe('the page that shows what would be sent', () => {
  it('has the very body, and a form that people can read', () => {
    const page = sentPage(12, { requests: [request] });
    for (const part of [
      'on line 12 now. Nothing has been sent',
      'Endpoint "local"\nPOST http://127.0.0.1:8080/v1/completions\nHeaders: content-type, authorization\n2 credentials are replaced',
      'prompt:\n  │one\n  │two\nn: 1\nmessages.0.role: "user"\nmessages.0.content:\n  │a\n  │b\n',
      `\n${BODY}\n`,
    ]) {
      assert.ok(page.includes(part), part);
    }
    assert.doesNotMatch(page, /tried in this order/);
  });

  it('says in which order several endpoints are tried', () => {
    const page = sentPage(1, { requests: [request, { ...request, endpoint: 'other', masked: 0 }] });
    assert.match(
      page,
      /tried in this order[\s\S]*"local"[\s\S]*"other"[\s\S]*No credential was found/,
    );
    assert.match(
      sentPage(1, { requests: [{ ...request, masked: 1 }] }),
      /One credential is replaced/,
    );
  });

  it('says why nothing would be sent', () => {
    const page = sentPage(3, { nothing: 'The file is larger than 5 MB.', requests: [] });
    assert.equal(page, 'Nothing would be sent on line 3.\n\nThe file is larger than 5 MB.\n');
  });
});
