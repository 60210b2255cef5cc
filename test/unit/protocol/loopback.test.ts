import { strict as assert } from 'node:assert';
import { isLoopback } from '../../../server/src/protocol/loopback.ts';

describe('the hosts that are this machine', () => {
  const own = [
    'http://127.0.0.1:11434/v1',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://127.255.255.254',
    'http://[::1]:8080',
    'http://[0:0:0:0:0:0:0:1]',
    'http://[::ffff:127.0.0.1]',
    'http://localhost',
    'http://LOCALHOST:1',
    'http://localhost.',
    'http://model.localhost',
    'https://user:password@localhost/x',
  ];
  const others = [
    'http://10.0.0.1',
    'http://128.0.0.1',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'http://notlocalhost',
    'http://[::2]',
    'http://[::ffff:8000:1]',
    'http://127.0.0.1@example.org',
    'http://0.0.0.0',
    'http://example.org/?localhost',
    'localhost',
    '',
  ];
  it('are known in every form, and others are not taken for them', () => {
    for (const url of own) assert.equal(isLoopback(url), true, url);
    for (const url of others) assert.equal(isLoopback(url), false, url);
  });
});
