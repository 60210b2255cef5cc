import { strict as assert } from 'node:assert';
import { nearTo } from '../../../../server/src/workspace/index/nearFiles.ts';

describe('nearTo', () => {
  const isNear = nearTo(
    'file:///project/src/a.ts',
    "import { x } from './b.ts';\nimport y from '../lib/c';\nimport z from '../parts';\nimport 'other';",
  );

  it('takes neighbours and what is imported', () => {
    const near = ['src/b.ts', 'src/z.py', 'lib/c.ts', 'parts/index.ts'];
    const far = ['src/a.ts', 'lib/d.ts', 'c.ts', 'src/deep/e.ts'];
    for (const path of near) assert.equal(isNear(`file:///project/${path}`), true, path);
    for (const path of far) assert.equal(isNear(`file:///project/${path}`), false, path);
  });
});
