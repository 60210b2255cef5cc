import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installationSecret } from '../../../server/src/lsp/installationSecret.ts';
import { askingAll } from '../../support/askingAll.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

describe("the installation's secret", () => {
  let folder: string;
  let pair: MemoryPair;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-secret-'));
    pair = memoryPair();
  });
  afterEach(() => {
    pair.close();
    rmSync(folder, { recursive: true });
  });
  const secret = (path = folder) => installationSecret(askingAll(pair.server), pair.server, path);

  it('is the one that the client keeps, and then no file is written', async () => {
    pair.answers['aurelis/credential'] = ({ endpointId }) => ({ apiKey: `kept: ${endpointId}` });
    assert.equal(await secret(), 'kept: cache.local');
    assert.equal(existsSync(join(folder, 'cache.key')), false);
  });

  it('is kept in a file where the client has none, or knows no such question', async () => {
    const first = await secret();
    pair.answers['aurelis/credential'] = () => null;
    assert.equal(await secret(), first);
    assert.match(first, /^[0-9a-f]{64}$/);
  });

  it('is one for this run where nothing can be written, which is logged', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const [one, other] = [await secret(file), await secret(file)];
    assert.match(one, /^[0-9a-f]{64}$/);
    assert.notEqual(one, other);
    await pair.heard();
    assert.equal(pair.log().filter((line) => line.includes('for this run only')).length, 2);
  });

  it('is none where the connection fails', async () => {
    const { server } = pair;
    pair.close();
    await assert.rejects(installationSecret(askingAll(server), server, folder));
    assert.equal(existsSync(join(folder, 'cache.key')), false);
  });
});
