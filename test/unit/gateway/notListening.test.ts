import { strict as assert } from 'node:assert';
import { notListening } from '../../../server/src/gateway/notListening.ts';

const LOCAL = { host: '127.0.0.1', port: 4_000, isLoopback: true };
const OTHER = { host: '::1', port: 4_001, isLoopback: true };
const failed = (code: string, port?: number) => Object.assign(new Error('x'), { code, port });

describe('a gateway that cannot listen', () => {
  it('says where, and what to do', () => {
    assert.equal(
      notListening(failed('EADDRINUSE'), [LOCAL]),
      'The address 127.0.0.1:4000 is in use by another program, or by another gateway. End that one, or write another address into `listen`.',
    );
    assert.match(
      notListening(failed('EACCES', 4_001), [LOCAL, OTHER]),
      /^The address \[::1\]:4001 /,
    );
    assert.match(
      notListening(failed('EADDRINUSE'), [LOCAL, OTHER]),
      /^An address of `listen` is in/,
    );
  });

  it('says what it knows of an error that nobody expects', () => {
    const told = 'The address 127.0.0.1:4000 cannot be listened on (unknown).';
    assert.equal(notListening('?', [LOCAL]), told);
  });
});
