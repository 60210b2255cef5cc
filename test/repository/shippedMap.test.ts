import { strict as assert } from 'node:assert';
import { SourceMap } from 'node:module';
import { transformSync } from 'esbuild';
import { shippedMap } from '../../tools/package/shippedMap.ts';

const SOURCE = Array.from(
  { length: 60 },
  (_, line) => `export function f${line}(a: number) { return a * ${line} + g${line}(a); }`,
).join('\n');

describe('the shipped source map', () => {
  const { code, map } = transformSync(SOURCE, {
    loader: 'ts',
    sourcemap: 'external',
    sourcefile: '../server/src/a.ts',
    minify: true,
  });
  const full = JSON.parse(map);
  const shipped = shippedMap(full);
  const rest = { file: '', names: [], sourcesContent: [], sourceRoot: '' };
  const payload = { ...rest, ...shipped, sources: [...shipped.sources] };

  it('tells the same file and line for every call', () => {
    const [one, other] = [new SourceMap(full), new SourceMap(payload)];
    const [first = ''] = code.split('\n');
    for (const { index } of first.matchAll(/\bg\d+\(/g)) {
      const { fileName, lineNumber }: { fileName?: string; lineNumber?: number } = one.findOrigin(
        1,
        index + 1,
      );
      assert.equal(fileName, '../server/src/a.ts');
      assert.deepEqual(
        { ...other.findOrigin(1, index + 1), columnNumber: 0, name: undefined },
        { fileName, lineNumber, columnNumber: 0, name: undefined },
      );
    }
  });

  it('is much smaller', () => {
    assert.ok(JSON.stringify(shipped).length * 3 < map.length);
    assert.deepEqual(Object.keys(shipped), ['version', 'sources', 'mappings']);
  });

  it('names a package as if it lay in the repository', () => {
    const sources = ['../../../elsewhere/node_modules/zod/a.js', '../server/src/a.ts'];
    assert.deepEqual(shippedMap({ version: 3, sources, mappings: '' }), {
      version: 3,
      sources: ['../node_modules/zod/a.js', '../server/src/a.ts'],
      mappings: '',
    });
  });
});
