import { strict as assert } from 'node:assert';
import { transportOptions } from '../../../server/src/upstream/transport/options.ts';

describe('transportOptions', () => {
  const proxies = (facts: Parameters<typeof transportOptions>[0], environment = {}) => {
    const { proxy, noProxy } = transportOptions(facts, environment, 'TLSv1.3');
    return [proxy, noProxy];
  };
  const LOOPBACK = 'localhost,127.0.0.1,::1';

  it('takes what the editor is set to before the environment, in either spelling', () => {
    const environment = { https_proxy: 'http://env:1', NO_PROXY: 'a,b' };
    assert.deepEqual(proxies({}, environment), ['http://env:1', `a,b,${LOOPBACK}`]);
    assert.deepEqual(proxies({ proxy: 'http://own:2', noProxy: ['c'] }, environment), [
      'http://own:2',
      `c,${LOOPBACK}`,
    ]);
    assert.deepEqual(proxies({}), ['', LOOPBACK]);
  });

  it('verifies certificates, and trusts the system’s, unless the user said no', () => {
    const { isVerified, usesSystemCertificates } = transportOptions({}, {}, 'TLSv1.3');
    assert.deepEqual([isVerified, usesSystemCertificates], [true, true]);
    const facts = { proxyStrictSSL: false, systemCertificates: false };
    const lax = transportOptions(facts, {}, 'TLSv1.2', 'PEM');
    assert.deepEqual(
      [lax.isVerified, lax.usesSystemCertificates, lax.authorities, lax.minTlsVersion],
      [false, false, 'PEM', 'TLSv1.2'],
    );
  });
});
