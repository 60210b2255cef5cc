import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { EndpointKeys } from '../../../server/src/gateway/endpointKeys.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

describe('the keys of model servers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const written = (text: string): string => {
    const path = join(folder, 'key');
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const keysOf = (environment: Record<string, string | undefined> = {}, secret = 's') => {
    const troubles: string[] = [];
    const onTrouble = (id: string, sentence: string) => troubles.push(`${id}: ${sentence}`);
    return { keys: new EndpointKeys({ environment, secret, onTrouble }), troubles };
  };
  const read = async (
    of: Partial<Endpoint>,
    environment: Record<string, string | undefined> = {},
  ) => {
    const { keys, troubles } = keysOf(environment);
    return { key: await keys.of(anEndpoint(of)), troubles };
  };

  it('come from the environment, else from a file, else there is none', async () => {
    const apiKeyFile = written('sk-file\n');
    const both = { apiKeyEnv: 'KEY', apiKeyFile };
    assert.deepEqual(await read(both, { KEY: ' "sk-env" ' }), { key: 'sk-env', troubles: [] });
    assert.deepEqual(await read(both, { KEY: ' ' }), { key: 'sk-file', troubles: [] });
    assert.deepEqual(await read({ apiKeyFile: '~/key' }, { HOME: folder }), {
      key: 'sk-file',
      troubles: [],
    });
    assert.deepEqual(await read({}), { key: undefined, troubles: [] });
  });

  it('are missed in a sentence that names neither key nor path', async () => {
    const cases: [Partial<Endpoint>, Record<string, string>][] = [
      [{ apiKeyEnv: 'KEY' }, { KEY: 'sk-sécret' }],
      [{ apiKeyEnv: 'KEY' }, { KEY: 'sk-secret\nsk-second' }],
      [{ apiKeyFile: join(folder, 'nowhere') }, {}],
      [{ apiKeyFile: folder }, {}],
      [{ apiKeyFile: written('') }, {}],
      [{ apiKeyFile: 'relative/key' }, {}],
    ];
    for (const [endpoint, environment] of cases) {
      const { key, troubles } = await read(endpoint, environment);
      assert.deepEqual([key, troubles.length], [undefined, 1], JSON.stringify(endpoint));
      assert.match(troubles[0] ?? '', /^first: .*no key is sent/);
      assert.doesNotMatch(troubles[0] ?? '', /cret|second|aurelis-keys|relative/);
    }
  });

  it('are read once, whoever asks, and told of once', async () => {
    const { keys, troubles } = keysOf();
    const endpoint = anEndpoint({ apiKeyFile: written('sk-file') });
    const both = await Promise.all([keys.of(endpoint), keys.of(endpoint)]);
    writeFileSync(endpoint.apiKeyFile ?? '', 'sk-other');
    assert.deepEqual([...both, await keys.of(endpoint)], ['sk-file', 'sk-file', 'sk-file']);
    const missing = anEndpoint({ id: 'second', apiKeyFile: join(folder, 'nowhere') });
    await Promise.all([keys.of(missing), keys.of(missing)]);
    assert.equal(troubles.length, 1);
  });

  it('stand for accounts: one for each endpoint, key and secret, and none of it is told', async () => {
    const identityOf = async (key: string, id = 'first', secret = 's') => {
      const { keys } = keysOf({ KEY: key }, secret);
      const endpoint = anEndpoint({ id, apiKeyEnv: 'KEY' });
      const before = keys.identity(endpoint);
      await keys.of(endpoint);
      return [before, keys.identity(endpoint)] as const;
    };
    const [unread, one] = await identityOf('sk-one');
    assert.deepEqual(await identityOf('sk-one'), [unread, one]);
    const others = [
      unread,
      (await identityOf('sk-two'))[1],
      (await identityOf('sk-one', 'second'))[1],
      (await identityOf('sk-one', 'first', 't'))[1],
      (await identityOf(''))[1],
    ];
    assert.equal(new Set([one, ...others]).size, 6);
    assert.match(one, /^[0-9a-f]{64}$/);
  });
});
