import { strict as assert } from 'node:assert';
import { proxyProblems, transportOptions } from '../../../server/src/upstream/transport/options.ts';

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

  const plain = (facts: Parameters<typeof transportOptions>[0], environment = {}) =>
    transportOptions(facts, environment, 'TLSv1.3').plainProxy;

  it('gives http its own proxy, and never that of https', () => {
    const environment = { HTTPS_PROXY: 'http://s:1' };
    assert.equal(plain({}, environment), '');
    assert.equal(plain({}, { ...environment, HTTP_PROXY: 'http://p:1' }), 'http://p:1');
    assert.equal(plain({}, { ...environment, ALL_PROXY: 'http://a:1' }), 'http://a:1');
    assert.equal(plain({ proxy: 'http://own:2' }, environment), 'http://own:2');
    assert.equal(proxies({}, { HTTP_PROXY: 'http://p:1' })[0], 'http://p:1');
    assert.equal(proxies({}, { all_proxy: 'http://a:1' })[0], 'http://a:1');
  });

  it('uses no proxy at all where the editor is told so', () => {
    const environment = { HTTPS_PROXY: 'http://s:1', HTTP_PROXY: 'http://p:1' };
    const facts = { proxy: 'http://own:2', proxySupport: 'off' };
    assert.deepEqual([proxies(facts, environment)[0], plain(facts, environment)], ['', '']);
    assert.deepEqual(proxyProblems({ ...facts, proxy: '::' }, environment), []);
    assert.equal(proxies({ ...facts, proxySupport: 'fallback' })[0], 'http://own:2');
  });

  it('takes an address as people write it, and tells of what is none without its value', () => {
    const forms = [
      'proxy.test:8080',
      'socks://p:1',
      'socks5h://u:w@p:1',
      'SOCKS5://[::1]:1080',
      ' https://p/ ',
    ];
    assert.deepEqual(
      forms.map((proxy) => proxies({ proxy })[0]),
      [
        'http://proxy.test:8080',
        'socks5://p:1',
        'socks5://u:w@p:1',
        'socks5://[::1]:1080',
        'https://p',
      ],
    );
    for (const proxy of ['socks4://p:1', 'ftp://secret@p', 'http://', 'a b']) {
      assert.deepEqual(proxies({ proxy })[0], '');
      const [problem = '', ...more] = proxyProblems({ proxy }, {});
      assert.match(problem, /^http\.proxy: .*socks5:/);
      assert.doesNotMatch(problem, /secret/);
      assert.deepEqual(more, []);
    }
    assert.match(proxyProblems({}, { ALL_PROXY: 'x://y' })[0] ?? '', /^ALL_PROXY: /);
    assert.deepEqual(proxyProblems({ proxy: 'p:1' }, {}), []);
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
