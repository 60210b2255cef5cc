import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnswerCache } from '../../../server/src/engine/answerCache.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('the cache of answers', () => {
  const { HOME } = process.env;
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'aurelis-home-'));
    process.env.HOME = home;
  });
  afterEach(() => {
    process.env.HOME = HOME;
    rmSync(home, { recursive: true });
  });

  it('lies on disk in a folder of the user’s home where the setting begins with its sign', async () => {
    if (process.platform === 'win32') return;
    const { settings } = parseSettings({ cache: { disk: { path: '~/answers' } } });
    const cache = createAnswerCache(settings, {
      clock: new FakeClock(),
      observe: () => undefined,
      call: () => Promise.reject(new Error('nothing is asked')),
      newId: () => 'id',
      secrets: { own: 'a secret of this installation' },
      storagePath: join(home, 'storage'),
    });
    await cache.flush();
    cache.dispose();
    assert.ok(existsSync(join(home, 'answers', 'answers.sqlite')));
    assert.equal(existsSync(join(home, 'storage')), false);
  });
});
