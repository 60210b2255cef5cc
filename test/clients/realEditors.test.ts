import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { missingClients } from '../../tools/machine/systemPackages.ts';
import { type UnpackedPackage, unpackPackage } from '../support/unpackedPackage.ts';
import { type EditorCommand, play } from './scene.ts';

const script = (name: string) => join(import.meta.dirname, 'editors', name);
const emacs = (name: string): EditorCommand => {
  return (file) => ['emacs', '-Q', '--batch', '-l', script(name), file];
};

interface Client {
  readonly name: string;
  /** The Debian packages that it takes. */
  readonly packages: readonly string[];
  readonly start: EditorCommand;
}

const clients: readonly Client[] = [
  {
    name: 'Neovim, by vim.lsp.buf.code_action()',
    packages: ['neovim'],
    start: (file) => [
      'nvim',
      '--headless',
      '--clean',
      '-c',
      `luafile ${script('neovim.lua')}`,
      file,
    ],
  },
  {
    name: 'Vim with ALE, by :ALECodeAction',
    packages: ['vim-nox', 'vim-ale'],
    start: (file) => ['vim', '-N', '-u', script('ale.vim'), '--not-a-term', file],
  },
  {
    name: 'Emacs with eglot, by eglot-code-actions',
    packages: ['emacs-nox', 'elpa-eglot'],
    start: emacs('eglot.el'),
  },
  {
    name: 'Emacs with lsp-mode, by lsp-execute-code-action',
    packages: ['emacs-nox', 'elpa-lsp-mode'],
    start: emacs('lspMode.el'),
  },
];

describe('a fix of the lines that a user points at, while they type, in', () => {
  let unpacked: UnpackedPackage;
  before(() => {
    unpacked = unpackPackage();
  });
  after(() => unpacked?.remove());

  for (const { name, packages, start } of clients) {
    it(name, async function () {
      const missing = missingClients(packages);
      if (missing.length > 0) {
        if (process.env.CI !== undefined) throw new Error(`${missing.join(' ')} is missing`);
        console.log(`      SKIPPED: there is no ${missing.join(' ')} on this machine`);
        this.skip();
      }
      const { text, told, questions } = await play(unpacked.dist('server.js'), start);
      assert.equal(text, 'function twice(value) {\n  return value * 2;\n}\n// typed\n');
      assert.deepEqual([told, questions], [[], 1]);
    });
  }
});
