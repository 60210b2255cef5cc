import { strict as assert } from 'node:assert';
import { readKey } from '../../../server/src/base/apiKey.ts';
import { processorMs } from '../../support/processorTime.ts';

const keyIn = (text: string) => {
  const reading = readKey(text);
  return 'key' in reading ? reading.key : reading.problem;
};

describe('an API key', () => {
  it('is found in whatever is copied along with it', () => {
    const forms = [
      'sk-1',
      ' sk-1\r\n',
      '"sk-1"',
      '“sk-1”',
      'Bearer sk-1',
      'Authorization: Bearer sk-1',
      '"Authorization": "Bearer sk-1",',
      'export OPENAI_API_KEY="sk-1"',
      'OPENAI_API_KEY=sk-1',
      "$env:OPENAI_API_KEY = 'sk-1'",
      'x-api-key: sk-1',
      '\ufeffsk-1\u200b',
    ];
    assert.deepEqual(
      forms.filter((text) => keyIn(text) !== 'sk-1'),
      [],
    );
  });

  it('keeps what is its own', () => {
    for (const key of ['abc==', 'ABC=', 'sk_live=a', 'no-key', 'a b', 'k'.repeat(8_192)]) {
      assert.equal(keyIn(key), key);
    }
    assert.deepEqual(readKey(''), { key: '', wasQuoted: false });
  });

  it('is none where it stands for one, or no header can hold it', () => {
    for (const text of [
      '<your key>',
      `$\{env:KEY}`,
      '$KEY',
      'YOUR_API_KEY',
      'sk-...',
      'your-key',
    ]) {
      assert.equal(keyIn(text), 'placeholder', text);
    }
    assert.equal(keyIn('sk-1\nsk-2'), 'lines');
    for (const text of ['sk\u20111', 'k\u00e9y', 'sk\u00001'])
      assert.equal(keyIn(text), 'characters');
  });

  it('is read in linear time', () => {
    for (const text of ['"', '\n', '=', 'A', 'A=', 'bearer ', '$', '.', '\'"']) {
      const ms = processorMs(() => readKey(text.repeat(100_000 / text.length)));
      assert.ok(ms < 1_000, `${text}: ${ms} ms`);
    }
  });
});
