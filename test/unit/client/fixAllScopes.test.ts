import { strict as assert } from 'node:assert';
import { foldersIn, isWithin, problemsIn } from '../../../client/src/fixAllScopes.ts';

describe('the places in which all problems can be fixed', () => {
  const files = [
    { path: '/elsewhere/x.ts', count: 4 },
    { path: '/project/a.ts', count: 1 },
    { path: '/project/src/b.ts', count: 2 },
    { path: '/project/src/deep/c.ts', count: 3 },
  ];

  it('are files, and folders with all that is in them', () => {
    const within = (scope: string) => files.filter(({ path }) => isWithin(path, scope)).length;
    assert.deepEqual(['/', '/project', '/project/', '/project/a.ts'].map(within), [4, 3, 3, 1]);
    assert.equal(isWithin('/project2/a.ts', '/project'), false);
    assert.equal(problemsIn(files), 10);
  });

  it('are the folders below those of the workspace that hold files with problems', () => {
    assert.deepEqual(foldersIn(files, ['/project']), [
      { path: '/project/src', count: 5 },
      { path: '/project/src/deep', count: 3 },
    ]);
    assert.deepEqual(foldersIn(files, []), []);
  });

  it('are not without end', () => {
    const many = Array.from({ length: 600 }, (_, index) => ({ path: `/p/${index}/a`, count: 1 }));
    assert.equal(foldersIn(many, ['/p']).length, 500);
  });
});
