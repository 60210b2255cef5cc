import { strict as assert } from 'node:assert';
import { TextDocumentSyncKind } from 'vscode-languageserver';
import { initializeResult } from '../../../server/src/lsp/capabilities.ts';
import { serverCommand } from '../../../server/src/protocol/messages.ts';

describe("the server's answer to initialize", () => {
  const { serverInfo, capabilities } = initializeResult('1.2.3');

  it('says which version answers', () => {
    assert.deepEqual(serverInfo, { name: 'aurelis', version: '1.2.3' });
  });

  it('promises what the bindings and feeds answer', () => {
    assert.deepEqual(capabilities.executeCommandProvider?.commands, Object.values(serverCommand));
    const sync = { openClose: true, change: TextDocumentSyncKind.Incremental };
    assert.deepEqual(capabilities.textDocumentSync, sync);
    assert.deepEqual(capabilities.codeActionProvider, {
      codeActionKinds: [
        'quickfix',
        'refactor.rewrite',
        'source.fixAll.aurelis',
        'aurelis.explain',
        'aurelis.tests',
      ],
      resolveProvider: true,
    });
    assert.equal(capabilities.inlineCompletionProvider, true);
    assert.equal(capabilities.positionEncoding, 'utf-16');
  });
});
