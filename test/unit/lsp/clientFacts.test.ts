import { strict as assert } from 'node:assert';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InitializeParams } from 'vscode-languageserver';
import { actionSupport } from '../../../server/src/lsp/actionSupport.ts';
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
      actions: actionSupport({}),
      custom: new Set(),
      initialSettings: [],
      isTrusted: true,
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
        initializationOptions: {
          settings: { enable: false },
          isTrusted: false,
          storagePath: join(folder, 's'),
        },
        workspaceFolders: [
          { uri: pathToFileURL(folder).href, name: 'a' },
          { uri: 'vscode-remote://b/c', name: 'b' },
        ],
      }),
    );
    assert.deepEqual(facts, {
      hasConfiguration: true,
      canWatchConfiguration: true,
      actions: {
        hasLiterals: false,
        resolves: false,
        hasVersionedEdits: true,
        hasPreview: true,
        createsFiles: false,
      },
      custom: new Set(),
      initialSettings: [{ enable: false }],
      isTrusted: false,
      storagePath: join(folder, 's'),
      workspaceFolders: [folder],
    });
  });

  it('hold the custom messages that it asks for, and no others', () => {
    const custom = (wanted: unknown) =>
      clientFacts(params({ initializationOptions: { custom: wanted } })).custom;
    assert.equal(custom(true), true);
    assert.deepEqual(custom(['aurelis/credential', 7]), new Set(['aurelis/credential']));
    for (const none of [false, 'true', 1, null, {}, []]) assert.deepEqual(custom(none), new Set());
    const many = Array.from({ length: 1_000 }, (_, index) => `aurelis/${index}`);
    assert.equal((custom(many) as Set<string>).size, 100);
    for (const initializationOptions of [null, 7, 'custom', []]) {
      assert.deepEqual(clientFacts(params({ initializationOptions })).custom, new Set());
    }
  });
});
