import { strict as assert } from 'node:assert';
import { credentialsIn } from '../../../server/src/privacy/credentials.ts';
import { isGarbled } from '../../../server/src/privacy/placeholders.ts';
import { isTypingCredential } from '../../../server/src/privacy/typedCredential.ts';
import { processorMs } from '../../support/processorTime.ts';

const LENGTH = 100_000;
/** For 100,000 characters; the bar of an idle machine is a fifth of it, and what is not linear takes seconds. */
const MAX_MS = 400;

/** Beginnings of everything that is looked for, each again and again. */
const UNITS = [
  'a',
  ' ',
  '=',
  ':',
  '"',
  "='",
  '\\',
  '\n',
  '@',
  'sk-',
  'ghp_',
  'eyJ',
  'eyJhbGciOiJIUzI1NiJ9.',
  '1Q~',
  '123456789:A',
  'password=',
  'password="',
  "password='\\'",
  'password: |\n',
  '<password>',
  '"token","',
  'token=a||',
  'token_value_value=',
  'string = ',
  'key="a" value=',
  '--password ',
  'ENV TOKEN ',
  'curl -u ',
  'curl -u a:b ',
  'sshpass -p a ',
  'login a password ',
  'Bearer ',
  'Basic dXNlcjpwYXNz ',
  'a://',
  'a:',
  '-----BEGIN ',
  '-----BEGIN RSA PRIVATE KEY-----\n',
  '-----END RSA PRIVATE KEY-----\n',
  'Private-Lines: 1\n',
  `${'A1b2C3d4'.repeat(8)}\n`,
  'hooks.slack.com/services/',
  'x_A1b2C3d4e5F6g7H8i9J0k1 ',
  '{"password":',
  '😀',
];

describe('looking for credentials', () => {
  for (const unit of UNITS) {
    it(`takes a time in proportion to the text: ${JSON.stringify(unit.slice(0, 40))}`, () => {
      const text = unit.repeat(LENGTH / unit.length);
      const least = (run: () => unknown) => Math.min(...[1, 2, 3].map(() => processorMs(run)));
      assert.ok(least(() => credentialsIn(text)) < MAX_MS);
      assert.ok(least(() => credentialsIn(`://${text}`)) < MAX_MS);
      assert.ok(least(() => isTypingCredential(text, text)) < MAX_MS);
    });
  }

  it('takes a time in proportion to an answer', () => {
    const parts = { placeholders: ['veiledBaboBaboBabo'], lookalikes: [] };
    for (const unit of ['veiled', 'babo', 'veiledBaboBaboBaba ', 'veiledBaboBaboBabo']) {
      const text = unit.repeat(LENGTH / unit.length);
      assert.ok(processorMs(() => isGarbled(text, parts)) < MAX_MS, unit);
    }
  });
});
