import { strict as assert } from 'node:assert';
import { Redactor, redactedChannel } from '../../../client/src/redactor.ts';

describe('what is taken out of a log', () => {
  let redactor: Redactor;
  beforeEach(() => {
    redactor = new Redactor();
  });

  it('is the key in an answer, known or not, in JSON of either form', () => {
    for (const text of [
      'Result: {"apiKey":"sk-12345678"}',
      'Result: {\n    "apiKey": "sk-12345678"\n}',
      '{"apiKey":"sk-\\"12345678\\\\"}',
      '{"apiKey":"sk-12345678',
    ]) {
      redactor.add('sk-12345678');
      const safe = redactor.redact(text);
      assert.doesNotMatch(safe, /12345678/, text);
      assert.match(safe, /apiKey/);
    }
    assert.doesNotMatch(new Redactor().redact('{"a":1,"apiKey":"unknown-key"}'), /unknown/);
  });

  it('is every value of a header, and every password of an address, in settings', () => {
    redactor.addFrom({
      user: {
        endpoints: [
          {
            id: 'a',
            url: 'https://host',
            headers: { 'x-team': 'team-value-1', authorization: 'Bearer "abcdef"' },
          },
          { id: 'b', url: 'https://u:pass%20word@host' },
          { id: 'c', url: 'https://host?api_key=query-key-1&api-version=2024-10-21' },
        ],
        'cache.redis.url': 'redis://:hunter2hunter2@a:1, rediss://u:other-password@b',
      },
    });
    const text = redactor.redact(
      'team-value-1 {"authorization":"Bearer \\"abcdef\\""} pass%20word "pass word" hunter2hunter2 other-password query-key-1 https://host 2024-10-21',
    );
    assert.doesNotMatch(
      text,
      /team-value|abcdef|pass%20word|pass word|hunter2|other-password|query-key/,
    );
    assert.match(text, /https:\/\/host 2024-10-21/);
  });

  it('is no short word', () => {
    redactor.add('a');
    redactor.addFrom({ headers: { accept: 'json' } });
    assert.equal(redactor.redact('a json b'), 'a json b');
  });

  it('never reaches the channel, whichever way it is written', () => {
    const written: string[] = [];
    const channel = Object.freeze({
      logLevel: 2,
      trace: (text: string, more?: string) => written.push(text, more ?? ''),
      appendLine: (text: string) => written.push(text),
    });
    redactor.add('sk-12345678');
    const safe = redactedChannel(channel, redactor.redact);
    safe.trace('key sk-12345678', 'sk-12345678');
    safe.appendLine('again sk-12345678');
    assert.equal(safe.logLevel, 2);
    assert.deepEqual(written, ['key •••', '•••', 'again •••']);
  });
});
