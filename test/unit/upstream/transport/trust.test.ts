import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import { secureContext, trustEverywhere } from '../../../../server/src/upstream/transport/trust.ts';
import { selfSigned } from '../../../../tools/servers/certificate.ts';
import { needs } from '../../../../tools/servers/realServers.ts';

const TRUST = {
  usesSystemCertificates: false,
  authorities: '',
  minTlsVersion: 'TLSv1.3',
} as const;

describe('whom connections trust', () => {
  needs('openssl', 'version');
  let certificate: ReturnType<typeof selfSigned>;
  let server: tls.Server | undefined;
  before(() => {
    certificate = selfSigned();
  });
  after(() => certificate?.remove());
  afterEach(() => server?.close());

  /** The protocol that a client with this trust speaks with a server, or the code of its error. */
  async function spoken(trust: object, maxVersion: tls.SecureVersion = 'TLSv1.3') {
    const { key, certificate: cert } = certificate;
    server?.close();
    server = tls.createServer({ key, cert, maxVersion }).listen(0, '127.0.0.1');
    server.on('tlsClientError', () => undefined);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const context = secureContext({ ...TRUST, ...trust });
    const socket = tls.connect({ host: '127.0.0.1', port, secureContext: context });
    try {
      await once(socket, 'secureConnect');
      return socket.getProtocol();
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    } finally {
      socket.destroy();
    }
  }

  it('are further authorities where the settings name some, and nobody unknown', async () => {
    const authorities = certificate.certificate;
    assert.equal(await spoken({ authorities }), 'TLSv1.3');
    assert.equal(await spoken({}), 'DEPTH_ZERO_SELF_SIGNED_CERT');
    assert.equal(await spoken({ usesSystemCertificates: true }), 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('are the same for connections that libraries open, and a file that is no PEM breaks nothing', async () => {
    const { key, certificate: cert } = certificate;
    server = tls.createServer({ key, cert }).listen(0, '127.0.0.1');
    server.on('tlsClientError', () => undefined);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const plain = async () => {
      const socket = tls.connect({ host: '127.0.0.1', port });
      const outcome = await once(socket, 'secureConnect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      return outcome;
    };
    const before = tls.getCACertificates();
    try {
      assert.equal(await plain(), false);
      trustEverywhere({ ...TRUST, authorities: cert });
      assert.equal(await plain(), true);
      trustEverywhere({ ...TRUST, authorities: 'no PEM' });
    } finally {
      tls.setDefaultCACertificates(before);
    }
  });

  it('are those alone who speak a version that is new enough', async () => {
    const authorities = certificate.certificate;
    const old = await spoken({ authorities }, 'TLSv1.2');
    assert.equal(old, 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
    const allowed = { authorities, minTlsVersion: 'TLSv1.2' };
    assert.equal(await spoken(allowed, 'TLSv1.2'), 'TLSv1.2');
  });
});
