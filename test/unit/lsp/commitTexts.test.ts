import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import {
  commitFailureText,
  NO_MODEL,
  NOT_TRUSTED,
  noMessageText,
  TURNED_OFF,
} from '../../../server/src/lsp/commitTexts.ts';
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
    const all = [...refused, ...unasked, NOT_TRUSTED, TURNED_OFF, NO_MODEL];
    for (const text of all) assert.match(text, LEAD);
    assert.equal(new Set(all).size, all.length);
  });

  it('name the endpoint at fault, and what to do', () => {
    const text = (kind: 'tooLong' | 'noEndpoint' | 'unauthorized') =>
      commitFailureText(new EndpointError('mine', kind));
    assert.match(text('tooLong'), /`limits\.inputTokens` of "mine"/);
    assert.match(text('noEndpoint'), /no model is available for actions/);
    assert.match(text('unauthorized'), /the endpoint "mine" .*API key/);
  });

  it('are harmless whatever an endpoint is called and says', () => {
    for (const hostile of HOSTILE_TEXTS) {
      for (const kind of ['tooLong', 'rejected', 'noEndpoint'] as const) {
        const error = new EndpointError(hostile, kind, { sentence: hostile });
        assert.deepEqual(activeIn(commitFailureText(error)), []);
      }
    }
  });
});
