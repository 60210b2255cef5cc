import { strict as assert } from 'node:assert';
import { baseName } from '../../../server/src/documents/baseName.ts';

describe('baseName', () => {
  for (const [uri, name] of [
    ['file:///project/src/a.ts', 'a.ts'],
    ['file:///c%3A/a%20b/%C3%A9.ts?x#y', 'é.ts'],
    ['untitled:Untitled-1', 'Untitled-1'],
    ['file:///100%.ts', '100%.ts'],
    ['', ''],
  ] as const) {
    it(`of ${uri || 'nothing'} is ${name || 'nothing'}`, () => assert.equal(baseName(uri), name));
  }
});
