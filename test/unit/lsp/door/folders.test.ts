import { strict as assert } from 'node:assert';
import { folderPaths } from '../../../../server/src/lsp/door/folders.ts';

const named = (...uris: string[]) => ({ workspaceFolders: uris.map((uri) => ({ uri, name: '' })) });

describe('the folders of a client', () => {
  it('are those that it names in the newest way that it knows', () => {
    assert.deepEqual(folderPaths({ ...named('file:///a'), rootUri: 'file:///b', rootPath: '/c' }), [
      '/a',
    ]);
    assert.deepEqual(folderPaths({ ...named(), rootUri: 'file:///b', rootPath: '/c' }), []);
    assert.deepEqual(
      folderPaths({ workspaceFolders: null, rootUri: 'file:///b', rootPath: '/c' }),
      ['/b'],
    );
    assert.deepEqual(folderPaths({ rootUri: null, rootPath: '/c' }), ['/c']);
    assert.deepEqual(folderPaths({ rootPath: 'c' }), []);
    assert.deepEqual(folderPaths({}), []);
  });

  it('are those that are paths here, each once, however they are written', () => {
    const uris = [
      'file:///a%20b',
      'file:///a b',
      'file:///100%zz',
      'untitled:x',
      'vscode-vfs://github/a/b',
      'file://server/share',
      'file:///a%2Fb%00',
      '',
      'x',
      'file:',
    ];
    const paths = folderPaths(named(...uris));
    assert.equal(paths[0], '/a b');
    assert.equal(paths.filter((path) => path === '/a b').length, 1);
    assert.ok(paths.every((path) => path.startsWith('/')));
    assert.deepEqual(folderPaths({ rootUri: 'file:///%zz' }), []);
  });
});
