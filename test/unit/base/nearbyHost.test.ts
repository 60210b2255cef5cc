import { strict as assert } from 'node:assert';
import { isNearby } from '../../../server/src/base/nearbyHost.ts';

describe('isNearby', () => {
  const hosts = (urls: string[]) => urls.filter((url) => isNearby(`http://${url}/v1`));

  it('holds for this machine and its network', () => {
    const near = [
      'localhost:8080',
      '127.0.0.1',
      '127.1',
      '[::1]:11434',
      '10.0.0.7',
      '172.16.0.1',
      '172.31.255.1',
      '192.168.1.20',
      '169.254.3.4',
      '100.64.0.1',
      'gpu-box.',
      '[fd12:3456::1]',
      '[fe80::1]',
      'gpu-box',
      'ollama.local',
      'llm.home.arpa',
      'host.docker.internal',
    ];
    assert.deepEqual(hosts(near), near);
  });

  it('holds for no host of the internet', () => {
    const far = [
      'api.openai.com',
      '8.8.8.8',
      '172.32.0.1',
      '172.15.0.1',
      '192.169.0.1',
      '100.128.0.1',
      '[2001:db8::1]',
      'local.example.com',
      'internal.io',
      '127.0.0.1.nip.io',
      '10.example.com',
    ];
    assert.deepEqual(hosts(far), []);
    assert.equal(isNearby('no address'), false);
  });
});
