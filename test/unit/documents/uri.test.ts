import { strict as assert } from 'node:assert';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { normalUri } from '../../../server/src/documents/uri.ts';

describe('the normal form of a URI', () => {
  it('is one for all spellings of a file', () => {
    const rows: Readonly<Record<string, readonly string[]>> = {
      'file:///c:/x/a.ts': [
        'file:///c%3A/x/a.ts',
        'file:///C%3a/x/a.ts',
        'file:///C:/x/a.ts',
        'FILE:///c:/x/a.ts',
        'file:///c:/x/./b/../a.ts',
      ],
      'file:///p/%5Bid%5D/a%20b.ts': ['file:///p/[id]/a b.ts', 'file:///p/%5bid%5d/a%20b.ts'],
      'file:///p/%C3%A4.ts': ['file:///p/ä.ts', 'file:///p/%c3%a4.ts'],
      'file://host/share/a.ts': ['file://HOST/share/a.ts'],
      'file:///p/100%25.ts': ['file:///p/100%25.ts'],
      'file:///p/a%23b%3Fc.ts': ['file:///p/a%23b%3fc.ts', 'file:///p/a#b?c.ts'],
      'file:///p/a.ts': ['file:/p/a.ts', 'file://localhost/p/a.ts'],
    };
    for (const [normal, spellings] of Object.entries(rows)) {
      for (const spelling of [normal, ...spellings]) assert.equal(normalUri(spelling), normal);
    }
  });

  it('is the same for what Node makes of a path, and for a client that escapes all it can', () => {
    const letters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
    for (const letter of [...letters, ' ', '\n', 'ä', '世', '😀'].filter((each) => each !== '/')) {
      const name = `a${letter}b`;
      const escaped = `file:///p/${encodeURIComponent(name)}`;
      assert.equal(normalUri(pathToFileURL(`/p/${name}`).href), normalUri(escaped), letter);
      assert.equal(fileURLToPath(normalUri(escaped)), `/p/${name}`);
      assert.equal(normalUri(normalUri(escaped)), normalUri(escaped));
    }
  });

  it('leaves other URIs, and those that cannot be read, as they are', () => {
    for (const uri of [
      '',
      'untitled:Untitled-1',
      'vscode-notebook-cell:/p/a.ipynb#W0',
      'vscode-vfs://github/a/b',
      'file:///p/%zz.ts',
      'file:///p/%ff.ts',
      'file://ho st/a',
      'fileless',
    ]) {
      assert.equal(normalUri(uri), uri);
    }
  });

  it('is found again for many more spellings than are kept', () => {
    for (let file = 0; file < 5_000; file++) {
      assert.equal(normalUri(`file:///C%3A/${file}`), `file:///c:/${file}`);
    }
  });
});
