import { strict as assert } from 'node:assert';
import { connectionFault } from '../../../../server/src/upstream/transport/connectionFaults.ts';

const withCode = (code: string, cause?: unknown) =>
  Object.assign(new Error('failed', { cause }), { code });

describe('why a connection could not be made', () => {
  const cases: [string, string][] = [
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
    ['CERT_HAS_EXPIRED', 'untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'oldTls'],
    ['EPROTO', 'oldTls'],
    ['ERR_SSL_NO_CIPHER_MATCH', 'unreachable'],
    ['ECONNREFUSED', 'unreachable'],
    ['MY_CERT_HAS_EXPIRED', 'unreachable'],
  ];
  for (const [code, kind] of cases) {
    it(`is told by ${code}: ${kind}`, () => assert.equal(connectionFault(withCode(code)), kind));
  }

  it('is told by a cause, too, as long as the chain is no circle', () => {
    const inner = withCode('CERT_HAS_EXPIRED');
    const wrapped = new Error('outer', { cause: withCode('UND_ERR', inner) });
    assert.equal(connectionFault(wrapped), 'untrusted');
    const circle = new Error('circle');
    circle.cause = circle;
    assert.equal(connectionFault(circle), 'unreachable');
  });

  it('is not told by what is no error', () => {
    assert.equal(connectionFault({ code: 'CERT_HAS_EXPIRED' }), 'unreachable');
    assert.equal(connectionFault(undefined), 'unreachable');
  });
});
