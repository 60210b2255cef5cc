import { strict as assert } from 'node:assert';
import type { OpenedFiles } from '../../../client/src/openedFiles.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';
import { closedDocuments, state, Uri } from '../../support/vscodeDouble.ts';

describe('files that are open though no editor shows them', () => {
  let files: OpenedFiles;

  beforeEach(async () => {
    const module = await import('../../../client/src/openedFiles.ts');
    files = new module.OpenedFiles();
    state.opened.length = 0;
  });
  afterEach(() => {
    files.dispose();
    state.broken.clear();
  });

  const uris = (...paths: string[]) => paths.map((path) => Uri.file(path)) as never;
  /** The files that are opened because the editor closes one. */
  const openedAfterClosing = async (path: string) => {
    state.opened.length = 0;
    closedDocuments.fire({ uri: Uri.file(path) });
    await settled();
    return [...state.opened];
  };

  it('are opened in order, and again when the editor closes them', async () => {
    await files.open(uris('/a', '/b'));
    assert.deepEqual(state.opened, ['/a', '/b']);
    assert.deepEqual(await openedAfterClosing('/b'), ['/b']);
    assert.deepEqual(await openedAfterClosing('/c'), []);
  });

  it('may be closed once others take their place, and in the end', async () => {
    await files.open(uris('/a'));
    await files.open(uris('/b'));
    assert.deepEqual(await openedAfterClosing('/a'), []);
    assert.deepEqual(await openedAfterClosing('/b'), ['/b']);
    files.dispose();
    assert.deepEqual(await openedAfterClosing('/b'), []);
  });

  it('are passed over where they cannot be read', async () => {
    state.broken.add('gone');
    await files.open([new Uri('gone', '/a'), Uri.file('/b')] as never);
    assert.deepEqual(state.opened, ['/b']);
  });
});
