import { strict as assert } from 'node:assert';
import { SourceMap } from 'node:module';
import { sourcePlaces } from '../../../server/src/app/sourcePlaces.ts';

/** Line 1 of the bundle came from line 4 of a source of ours, from column 10 on from line 7 of a package. */
const MAP = new SourceMap({
  version: 3,
  file: 'server.js',
  sources: ['../server/src/base/clock.ts', '../node_modules/zod/v4/core.js'],
  sourcesContent: [],
  names: [],
  mappings: 'AAGA,UCGA',
  sourceRoot: '',
});
const mapOf = (file: string) => (file.endsWith('/dist/server.js') ? MAP : undefined);

function thrown(message: string, ...calls: string[]): Error {
  const error = new RangeError(message);
  error.stack = [`RangeError: ${message}`, ...calls.map((call) => `    at ${call}`)].join('\n');
  return error;
}

describe('the places of an error', () => {
  it('are those of our sources, by the maps, without the folder of the machine', () => {
    const error = thrown(
      'no',
      'a.b (file:///folder/dist/server.js:1:3)',
      'async Promise.all (index 0)',
      'file:///folder/dist/server.js:1:12',
      'new A (file:///folder/dist/other.js:5:1)',
      'listOnTimeout (node:internal/timers:605:17)',
      String.raw`c (C:\folder\dist\client.cjs:2:9)`,
    );
    assert.deepEqual(sourcePlaces(error, mapOf), [
      'server/src/base/clock.ts:4',
      'node_modules/zod/v4/core.js:7',
      'other.js:5',
      'timers:605',
      'client.cjs:2',
    ]);
  });

  it('are none of those that the message makes up', () => {
    const error = thrown('x\n    at secret (file:///secret.js:1:1)', 'file:///dist/own.js:3:1');
    assert.deepEqual(sourcePlaces(error, mapOf), ['own.js:3']);
  });

  it('are read from the map once, and only where there is a stack', () => {
    const read: string[] = [];
    const reading = (file: string) => {
      read.push(file);
      return undefined;
    };
    sourcePlaces(thrown('no'), reading);
    assert.deepEqual(read, []);
    sourcePlaces(thrown('no', 'file:///dist/a.js:1:1', 'file:///dist/a.js:2:1'), reading);
    assert.deepEqual(read, ['file:///dist/a.js']);
  });

  it('are told without a map, too', () => {
    const [place = ''] = sourcePlaces(new Error('no'));
    assert.match(place, /^sourcePlaces\.test\.ts:\d+$/);
  });
});
