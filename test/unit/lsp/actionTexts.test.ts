import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { failureText, leftText, noEditText } from '../../../server/src/lsp/actionTexts.ts';

describe('what the user is told about a fix', () => {
  it('is one sentence that says why and what to do', () => {
    assert.equal(
      noEditText({ kind: 'refused', why: 'cut' }),
      "Aurelis: nothing was changed, because the model's answer ended before it was whole; try again, or fix a smaller part.",
    );
    assert.equal(noEditText({ kind: 'unchanged' }), 'Aurelis: the model proposes no change here.');
  });

  it('names the setting where the code is too long for an endpoint', () => {
    assert.match(
      failureText(new EndpointError('mine', 'tooLong')),
      /^Aurelis could not fix this: .*`limits.inputTokens` of "mine" in `aurelis.endpoints`/,
    );
    assert.match(failureText(new EndpointError('mine', 'timeout')), /fix this\. Endpoint "mine"/);
  });

  it('counts the places that were left', () => {
    assert.match(leftText(1, 'unsure'), /^Aurelis: one place was left as before, because /);
    assert.match(leftText(3, 'elided'), /^Aurelis: 3 places were left as before, because /);
  });
});
