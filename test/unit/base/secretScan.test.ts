import { strict as assert } from 'node:assert';
import { holdsSecret } from '../../../server/src/base/secretScan.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const made = (...parts: string[]) => parts.join('');

describe('holdsSecret', () => {
  const secrets: Record<string, string> = {
    'a private key': made('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIE'),
    'an AWS key': made('AKIA', 'IOSFODNN7EXAMPLE'),
    'a GitHub token': made('ghp_', 'a'.repeat(36)),
    'an OpenAI key': made('sk-', 'proj-', 'Ab1'.repeat(10)),
    'a Slack token': made('xoxb-', '123456789012-abc'),
    'a Google key': made('AIza', 'B'.repeat(35)),
    'a JWT': made('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0In0', '.c2lnbmF0dXJlX19f'),
    'a password in a URL': made('postgres://admin:', 'hunter2hunter@db/x'),
    'a random text under a telling name': `const apiKey = "${made('9fQ2x7Lk', 'Zp0WvB4n')}";`,
    'the same in JSON': `"client_secret": "${made('9fQ2x7Lk', 'Zp0WvB4n')}"`,
  };
  for (const [name, text] of Object.entries(secrets)) {
    it(`finds ${name}`, () => assert.ok(holdsSecret(`let a = 1;\n${text}\n`), text));
  }

  const harmless: Record<string, string> = {
    'ordinary code': 'export function totalOfOrder(order: Order): Money {\n  return add(a, b);\n}',
    'a placeholder': 'const apiKey = "xxxxxxxxxxxxxxxxxxxx";',
    'a value from elsewhere': 'const token = process.env.TOKEN ?? readToken(path);',
    'a URL': 'fetch("https://example.com:8080/path@2x.png")',
    'a template': `const url = \`https://\${user}:\${password}@host/\`;`,
    'a digest': 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  };
  for (const [name, text] of Object.entries(harmless)) {
    it(`lets ${name} be`, () => assert.equal(holdsSecret(text), false));
  }
});
