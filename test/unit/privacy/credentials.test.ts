import { strict as assert } from 'node:assert';
import { credentialPieces, credentialsIn } from '../../../server/src/privacy/credentials.ts';
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

  it('finds a key of more lines than a call takes arguments', () => {
    const drawn = new Drawn(seededRandom(15));
    const wide = Array.from({ length: 4 }, () => drawn.base64(64)).join('\n');
    const short = 'a1B2c3\n'.repeat(200_000);
    const found = credentialsIn(`PRIVATE KEY\n${wide}\n${short}-----END PRIVATE KEY-----\n`);
    assert.equal(found.length, 200_004);
  });

  it('rests every 32,768 characters, and finds what lies across that', () => {
    const words = 'some words of a text '.repeat(10_000);
    const secret = `sk-proj-${'a1B2c3D4'.repeat(6)}`;
    for (let at = 32_700; at < 32_800; at++) {
      const text = `${words.slice(0, at)} ${secret} ${words}`;
      const found: unknown[] = [];
      let rests = 0;
      for (const work = credentialPieces(text); ; rests++) {
        const { done, value } = work.next();
        if (done !== true) continue;
        found.push(...value);
        break;
      }
      assert.deepEqual(found, [{ start: at + 1, end: at + 1 + secret.length, isSure: true }]);
      assert.equal(rests, Math.floor(text.length / 32_768));
    }
  });

  it('rests while it looks for lines of private keys', () => {
    const rests = (text: string) => [...credentialPieces(text)].length;
    const lines = 'a\n'.repeat(50_000);
    assert.equal(rests(lines), 3);
    // A line costs more than its characters.
    assert.equal(rests(`PRIVATE KEY\n${lines}`), 3 + Math.floor((50_000 * 33) / 32_768));
  });
});
