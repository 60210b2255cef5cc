import { strict as assert } from 'node:assert';
import type { ClientCapabilities } from 'vscode-languageserver';
import { actionSupport } from '../../../server/src/lsp/actionSupport.ts';

const codeActionLiteralSupport = { codeActionKind: { valueSet: ['quickfix'] } };
const resolving = {
  codeActionLiteralSupport,
  dataSupport: true,
  resolveSupport: { properties: ['edit'] },
};

describe('how a client takes code actions', () => {
  const resolves = (capabilities: ClientCapabilities) => actionSupport(capabilities).resolves;

  it('is by bare commands where it says nothing', () => {
    assert.deepEqual(actionSupport({}), {
      hasLiterals: false,
      createsFiles: false,
      resolves: false,
      hasVersionedEdits: false,
      hasPreview: false,
    });
  });

  it('is by resolving where it declares all that this needs, and cannot be asked to apply an edit', () => {
    const textDocument = { codeAction: resolving };
    assert.equal(resolves({ textDocument }), true);
    assert.equal(resolves({ textDocument, workspace: { applyEdit: false } }), true);
    assert.equal(resolves({ textDocument, workspace: { applyEdit: true } }), false);
  });

  it('is by commands where a part of that is missing', () => {
    const parts: object[] = [
      { codeActionLiteralSupport: undefined },
      { codeActionLiteralSupport: null },
      { dataSupport: undefined },
      { resolveSupport: undefined },
      { resolveSupport: { properties: ['command'] } },
      { resolveSupport: { properties: 'edit' } },
    ];
    for (const part of parts) {
      const codeAction = { ...resolving, ...part } as typeof resolving;
      assert.equal(resolves({ textDocument: { codeAction } }), false, JSON.stringify(part));
    }
  });

  it('has a preview where edits have versions and notes', () => {
    const of = (workspaceEdit: object) => actionSupport({ workspace: { workspaceEdit } });
    assert.deepEqual(
      [{ documentChanges: true, changeAnnotationSupport: {} }, { documentChanges: true }].map(
        (each) => [of(each).hasVersionedEdits, of(each).hasPreview],
      ),
      [
        [true, true],
        [true, false],
      ],
    );
    assert.equal(of({ changeAnnotationSupport: {} }).hasPreview, false);
    assert.equal(of({ documentChanges: true, changeAnnotationSupport: null }).hasPreview, false);
  });
});
