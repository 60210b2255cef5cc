import { strict as assert } from 'node:assert';
import { Messages } from '../../../server/src/upstream/messages.ts';

function messagesOf(...pieces: readonly Uint8Array[]): readonly string[] {
  const messages = new Messages();
  return [...pieces.flatMap((piece) => messages.push(piece)), ...messages.end()];
}

const ANSWERS: Readonly<Record<string, string>> = {
  'a stream of events': ' \r\n\ufeffdata: {"text":"Grüße 👋"}\n\ndata: [DONE]\n\n',
  'values of JSON': '\ufeff {"text":"Grüße 👋"}\n{"done":true}\n',
};

describe('messages of an answer', () => {
  for (const [name, text] of Object.entries(ANSWERS)) {
    it(`are the same wherever ${name} is cut, inside a character, too`, () => {
      const bytes = Buffer.from(text);
      const whole = messagesOf(bytes);
      assert.ok(whole[0]?.includes('Grüße 👋'));
      for (let at = 0; at <= bytes.length; at++) {
        const cut = messagesOf(bytes.subarray(0, at), bytes.subarray(at));
        assert.deepEqual(cut, whole, `cut at ${at}`);
      }
      assert.deepEqual(messagesOf(...Array.from(bytes, (byte) => Buffer.of(byte))), whole);
    });
  }

  it('are none in a web page, which is kept as it came', () => {
    const bytes = Buffer.from('\n<html>Grüße</html>');
    for (let at = 0; at <= bytes.length; at++) {
      const messages = new Messages();
      assert.deepEqual(messages.push(bytes.subarray(0, at)), []);
      assert.deepEqual(messages.push(bytes.subarray(at)), []);
      assert.equal(messages.page, '<html>Grüße</html>');
    }
  });
});
