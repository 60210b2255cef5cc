import { strict as assert } from 'node:assert';
import { atOnce } from '../../../server/src/base/turns.ts';
import { wireForm } from '../../../server/src/upstream/prepare.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';
import { relayRequest } from '../../support/relays.ts';

describe('the form of a request on the wire', () => {
  it('is written in pieces where it is large, and is the same then', () => {
    const messages = [{ role: 'user', content: 'some words of a text '.repeat(20_000) }];
    const form = (more: object) =>
      wireForm(relayRequest({ body: { messages }, ...more }), anEndpoint());
    const usual = atOnce(form({}));
    assert.deepEqual(JSON.parse(usual.body).messages, messages);
    assert.deepEqual(atOnce(form({ isLarge: true })), usual);
    assert.equal([...form({})].length, 0);
    // Others have their turn before it, too: whatever came before was long.
    assert.ok([...form({ isLarge: true })].length >= 1 + 420_000 / 65_536);
  });
});
