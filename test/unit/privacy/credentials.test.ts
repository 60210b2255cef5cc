import { strict as assert } from 'node:assert';
import { credentialsIn } from '../../../server/src/privacy/credentials.ts';
import { seededRandom } from '../../../tools/random.ts';
import { Drawn, FORMS, HARMLESS } from '../../support/credentialForms.ts';
import { HELD_OUT } from '../../support/heldOutForms.ts';

/** Values drawn of each form. */
const DRAWN = 20;

/** A text with crosses for what is found in it. */
function crossed(text: string): string {
  let out = '';
  let from = 0;
  for (const { start, end } of credentialsIn(text)) {
    out += `${text.slice(from, start)}✕`;
    from = end;
  }
  return out + text.slice(from);
}

describe('credentialsIn', () => {
  for (const [name, form] of Object.entries(FORMS)) {
    it(`finds all of a ${name}, and nothing else`, () => {
      const drawn = new Drawn(seededRandom(15));
      for (let count = 0; count < DRAWN; count++) {
        const { secret, line } = form(drawn);
        const text = `let a = 1;\n${line}\nlet b = 2;\n`;
        assert.equal(crossed(text), text.replace(secret, '✕'));
      }
    });
  }

  it('finds values of forms that the rules were not made on', () => {
    // Of twenty values drawn one may resemble a word.
    const left = Object.entries(HELD_OUT).filter(([, [make, line]]) => {
      const drawn = new Drawn(seededRandom(99));
      const values = Array.from({ length: DRAWN }, () => make(drawn));
      const isLeft = (value: string) => {
        const rest = crossed(`a\n${line.replace('✕', () => value)}\nb\n`);
        return value.split(/\n|\\n/).some((part) => rest.includes(part));
      };
      return values.filter(isLeft).length > 1;
    });
    assert.deepEqual(
      left.map(([name]) => name),
      [],
    );
  });

  for (const [name, text] of Object.entries(HARMLESS)) {
    it(`lets ${name} be`, () => assert.equal(crossed(`${text}\n`), `${text}\n`));
  }
});
