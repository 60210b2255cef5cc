import { strict as assert } from 'node:assert';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InitializeParams } from 'vscode-languageserver';
import { clientFacts } from '../../../server/src/lsp/clientFacts.ts';

const params = (rest: Partial<InitializeParams>): InitializeParams => ({
  processId: null,
  rootUri: null,
  capabilities: {},
  workspaceFolders: null,
  ...rest,
});

describe('the facts of a client', () => {
  it('are none where it says nothing', () => {
    assert.deepEqual(clientFacts(params({})), {
      hasConfiguration: false,
      canWatchConfiguration: false,
      hasProgress: false,
      hasPreview: false,
      initialSettings: undefined,
      storagePath: undefined,
      workspaceFolders: [],
    });
  });

  it('are those that it says', () => {
    const folder = resolve('a folder');
    const facts = clientFacts(
      params({
        capabilities: {
          workspace: {
            configuration: true,
            applyEdit: true,
            didChangeConfiguration: { dynamicRegistration: true },
            workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
          },
          window: { workDoneProgress: true },
        },
        initializationOptions: { settings: { enable: false }, storagePath: join(folder, 's') },
        workspaceFolders: [
          { uri: pathToFileURL(folder).href, name: 'a' },
          { uri: 'vscode-remote://b/c', name: 'b' },
        ],
      }),
    );
    assert.deepEqual(facts, {
      hasConfiguration: true,
      canWatchConfiguration: true,
      hasProgress: true,
      hasPreview: true,
      initialSettings: { enable: false },
      storagePath: join(folder, 's'),
      workspaceFolders: [folder],
    });
  });

  it('need both halves of progress and of a preview', () => {
    const halves = [
      { window: { workDoneProgress: true } },
      { workspace: { applyEdit: true } },
      { workspace: { workspaceEdit: { documentChanges: true } } },
      { workspace: { workspaceEdit: { changeAnnotationSupport: {} } } },
    ];
    for (const capabilities of halves) {
      const { hasProgress, hasPreview } = clientFacts(params({ capabilities }));
      assert.deepEqual([hasProgress, hasPreview], [false, false]);
    }
  });
});
