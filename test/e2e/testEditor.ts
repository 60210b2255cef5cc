import { rmSync } from 'node:fs';
import { CODE_SERVER_VERSION, installCodeServer } from '../../tools/editor/codeServer.ts';
import { stockEditor } from '../../tools/editor/stockEditor.ts';
import { packageExtension } from '../../tools/package/packageExtension.ts';

/** Names the code-server to test on, in place of the usual one: `npm test -- --editor=VERSION`. */
export const EDITOR_VARIABLE = 'AURELIS_TEST_EDITOR';

let made: { readonly editor: string; readonly vsix: string } | undefined;

/**
 * The editor that the end-to-end suites run in, with stock behaviour, and the packed extension to install there. Made once a process; the
 * editor goes when that ends. Throws where either cannot be had.
 */
export function testEditor(): { readonly editor: string; readonly vsix: string } {
  if (made !== undefined) return made;
  const version = process.env[EDITOR_VARIABLE] ?? CODE_SERVER_VERSION;
  const editor = stockEditor(installCodeServer(version));
  process.once('exit', () => rmSync(editor, { recursive: true, force: true }));
  made = { editor, vsix: packageExtension() };
  return made;
}
