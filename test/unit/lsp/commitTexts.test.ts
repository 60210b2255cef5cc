import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { askedFailureText, unaskedProblem } from '../../../server/src/lsp/askedTexts.ts';
import { LEAD as COMMIT, noMessageText } from '../../../server/src/lsp/commitTexts.ts';
import { HOSTILE_TEXTS } from '../../../tools/testing/hostileTexts.ts';
import { activeIn } from '../../support/markup.ts';

const LEAD = /^Aurelis could not write a commit message: (?:Aurelis|[a-z`]).*[.”]$/;

describe('the words about a commit message that is not there', () => {
  it('are a sentence with a reason, for every reason', () => {
    const refused = (
      ['empty', 'declined', 'cut', 'hidden', 'credential', 'noSubject'] as const
    ).map((why) => noMessageText({ kind: 'refused', why }));
    const unasked = (['unreadable', 'excluded', 'elsewhere', 'noRoom'] as const).map((why) =>
      noMessageText({ kind: 'unasked', why }),
    );
    const ready = { isTrusted: true, isEnabled: true, hasActionEndpoint: true };
    assert.equal(unaskedProblem(ready, COMMIT), undefined);
    const hosts = Object.keys(ready).map((name) => ({ ...ready, [name]: false }));
    const problems = hosts.map((host) => unaskedProblem(host, COMMIT)?.problem ?? '');
    const all = [...refused, ...unasked, ...problems];
    for (const text of all) assert.match(text, LEAD);
    assert.equal(new Set(all).size, all.length);
  });

  it('name the endpoint at fault, and what to do', () => {
    const text = (kind: 'tooLong' | 'noEndpoint' | 'unauthorized') =>
      askedFailureText(COMMIT, new EndpointError('mine', kind));
    assert.match(text('tooLong'), /`limits\.inputTokens` of "mine"/);
    assert.match(text('noEndpoint'), /no model is available for actions/);
    assert.match(text('unauthorized'), /the endpoint "mine" .*API key/);
  });

  it('are harmless whatever an endpoint is called and says', () => {
    for (const hostile of HOSTILE_TEXTS) {
      for (const kind of ['tooLong', 'rejected', 'noEndpoint'] as const) {
        const error = new EndpointError(hostile, kind, { sentence: hostile });
        assert.deepEqual(activeIn(askedFailureText(COMMIT, error)), []);
      }
    }
  });
});
