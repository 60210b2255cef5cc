import { strict as assert } from 'node:assert';
import { readNames } from '../../../../server/src/actions/names/readNames.ts';
import { aGeneration } from '../../../../tools/testing/requests.ts';

const read = (text: string, name = 'x', taken: readonly string[] = [], more = {}) =>
  readNames(aGeneration({ text, ...more }), name, new Set(taken));

describe('names in an answer', () => {
  const wanted = ['retryDelay', 'delayMs'];

  it('are read however the list is written', () => {
    const lists = [
      'retryDelay\ndelayMs',
      'retryDelay\r\ndelayMs\r\n',
      '1. retryDelay\n2. delayMs',
      '1) `retryDelay`\n2) `delayMs`',
      '- retryDelay\n- delayMs',
      '* **retryDelay** - says what it is\n* **delayMs** - shorter',
      '- `retryDelay`: the wait before a retry.\n- `delayMs`: in milliseconds.',
      'retryDelay (the wait)\ndelayMs (the unit)',
      'retryDelay, delayMs',
      '["retryDelay", "delayMs"]',
      '[\n  "retryDelay",\n  "delayMs"\n]',
      '```\nretryDelay\ndelayMs\n```',
      '```json\n["retryDelay", "delayMs"]\n```',
      'Here are some better names:\n\n- retryDelay\n- delayMs\n\nI hope that helps!',
      '<think>\nmaybe foo\n</think>\nretryDelay\ndelayMs',
      '"retryDelay"\n"delayMs"',
    ];
    for (const text of lists) assert.deepEqual(read(text), wanted, text);
  });

  it('are each another name than the old one, and than those that stand there', () => {
    assert.deepEqual(read('x\ndelay\nretryDelay\ndelayMs\ndelay', 'x', ['delay']), wanted);
  });

  it('are no words of the language, and nothing that could not be a name', () => {
    assert.deepEqual(read('class\nreturn\n9lives\na.b\nfoo-bar\nfoo bar\nok'), ['ok']);
  });

  it('have the sign in front that the old one has', () => {
    assert.deepEqual(read('retryDelay\n$delayMs', '$x'), ['$retryDelay', '$delayMs']);
    assert.deepEqual(read('@retry_delay', '@x'), ['@retry_delay']);
  });

  it('may have hyphens where the old one has', () => {
    assert.deepEqual(read('main-title\n--accent', 'big-title'), ['main-title', '--accent']);
  });

  it('may be of any script', () => {
    assert.deepEqual(read('größe\n变量\nважность'), ['größe', '变量', 'важность']);
  });

  it('are none that people would take for another one', () => {
    const tricks =
      'user\u3164\nuse\u115fr\n\u3164\nd\u0430ta\nr\u0435sult\n\ufb01le\neval\n__proto__\nok?';
    assert.equal(read(tricks), 'noNames');
    assert.deepEqual(read('empty?', 'blank?'), ['empty?']);
  });

  it('are at most eight, and not endless', () => {
    const many = Array.from({ length: 20 }, (_, index) => `name${index}`).join('\n');
    assert.equal(read(many).length, 8);
    assert.deepEqual(read(`${'a'.repeat(81)}\nbrief`), ['brief']);
    assert.deepEqual(read(`first\n${'talk talk '.repeat(400)}\nlast`), ['first']);
  });

  it('leave the last one out where the answer was cut', () => {
    assert.deepEqual(read('retryDelay\ndel', 'x', [], { ending: 'length' }), ['retryDelay']);
  });

  it('are told to be missing where there are none', () => {
    assert.equal(read('The name is fine as it is, keep it.'), 'noNames');
    assert.equal(read("I'm sorry, but I can't help with that."), 'declined');
    assert.equal(read(''), 'empty');
  });
});
