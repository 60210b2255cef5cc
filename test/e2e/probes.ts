import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

/**
 * Extensions that use a proposed API when they are activated, without declaring it and with: VS Code refuses both, since none of them is allowed
 * to. Where they run, the editor is not as people have it.
 */
export const PROBES = { undeclared: [], declared: ['inlineCompletionsAdditions'] } as const;

const MAIN = `const vscode = require('vscode');
exports.activate = () =>
  vscode.languages.registerInlineCompletionItemProvider('plaintext', {
    provideInlineCompletionItems: () => [],
    handleDidShowCompletionItem: () => undefined,
  });
`;

/** Packs the probes into a folder; returns the paths of the packages. */
export const packProbes = (folder: string): string[] =>
  Object.entries(PROBES).map(([name, enabledApiProposals]) => {
    const manifest = {
      name,
      publisher: 'aurelis-tests',
      version: '1.0.0',
      engines: { vscode: '^1.125.0' },
      main: './main.cjs',
      activationEvents: [],
      enabledApiProposals,
    };
    const file = join(folder, `${name}.vsix`);
    const bytes = zipSync({
      'extension/package.json': strToU8(JSON.stringify(manifest)),
      'extension/main.cjs': strToU8(MAIN),
    });
    writeFileSync(file, bytes);
    return file;
  });
