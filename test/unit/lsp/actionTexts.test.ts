import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { failureText, leftText, noEditText } from '../../../server/src/lsp/actionTexts.ts';

describe('what the user is told about a fix', () => {
  it('is one sentence that says why and what to do', () => {
    assert.equal(
      noEditText({ kind: 'refused', why: 'cut' }),
      "Aurelis changed nothing, because the model's answer is incomplete; try again, or choose a smaller part.",
    );
    assert.equal(
      noEditText({ kind: 'unchanged' }),
      'Aurelis changed nothing, because the model proposes no change here.',
    );
  });

  it('names the setting where the code is too long for an endpoint', () => {
    assert.match(
      failureText(new EndpointError('mine', 'tooLong'), true, true),
      /^Aurelis could not do this: .*`limits.inputTokens` of "mine" in `aurelis.endpoints`/,
    );
    assert.match(
      failureText(new EndpointError('mine', 'timeout'), true, true),
      /do this: the endpoint "mine" takes too long to answer\. Use a smaller model/,
    );
    assert.match(
      failureText(new EndpointError('mine', 'server', { status: 502 }), true, true),
      /reports a server error \(HTTP 502\)\./,
    );
    const sentence = `[x](command:y) ${'long '.repeat(45)}\u202e`;
    const text = failureText(
      new EndpointError('mine', 'rejected', { status: 400, sentence }),
      true,
      true,
    );
    assert.match(
      text,
      /It says: “\[x\] \(command:y\) long .*Check its model in aurelis\.endpoints\.$/,
    );
    assert.doesNotMatch(text, /\u202e/);
    assert.match(
      failureText(new EndpointError('', 'noEndpoint'), true, true),
      /no model is available/,
    );
    assert.match(
      failureText(new EndpointError('', 'noEndpoint'), false, true),
      /this folder is not trusted.*Trust it with/,
    );
  });

  it('names the command that sets a key only to an editor that has it', () => {
    const refused = new EndpointError('mine', 'unauthorized', { status: 401 });
    assert.match(failureText(refused, true, true), /Set it with “Aurelis: Set API Key…”/);
    const text = failureText(refused, true, false);
    assert.match(text, /Set `apiKeyEnv` or `apiKeyFile` of this endpoint/);
    assert.doesNotMatch(text, /Aurelis: Set API Key/);
  });

  it('counts the places that were left', () => {
    assert.match(leftText(1, 'unsure'), /^Aurelis left one place unchanged, because /);
    assert.match(leftText(3, 'elided'), /^Aurelis left 3 places unchanged, because /);
  });
});
