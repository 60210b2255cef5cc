import { strict as assert } from 'node:assert';
import { hasOtherConnections } from '../../../server/src/app/transportSettings.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';

describe('encrypted connections that libraries open', () => {
  const cases: [given: object, has: boolean][] = [
    [{}, false],
    [{ cache: { redis: { url: 'redis://localhost' } } }, false],
    [{ cache: { redis: { url: 'redis://a, rediss://b' } } }, true],
    [{ metrics: { otlpUrl: 'http://localhost:4318' } }, false],
    [{ metrics: { otlpUrl: 'https://collector.example' } }, true],
  ];
  for (const [given, has] of cases) {
    it(`are ${has ? '' : 'not '}expected of ${JSON.stringify(given)}`, () => {
      assert.equal(hasOtherConnections(parseSettings(given).settings), has);
    });
  }
});
