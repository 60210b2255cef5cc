import type { ClientCapabilities } from 'vscode-languageserver';

/** How a client takes code actions and their edits, by what it declares. */
export interface ActionSupport {
  /** True if it takes objects with a kind; others take bare commands. */
  readonly hasLiterals: boolean;
  /** True if it asks for the edit of an action (`codeAction/resolve`) and applies it itself, and cannot be asked to apply one. */
  readonly resolves: boolean;
  /** True if it takes edits with the version of the document they are for (`documentChanges`). */
  readonly hasVersionedEdits: boolean;
  /** True if it can show an edit, and ask for consent, before it is made. */
  readonly hasPreview: boolean;
  /** True if an edit may make a new file. */
  readonly createsFiles: boolean;
}

export function actionSupport({ workspace, textDocument }: ClientCapabilities): ActionSupport {
  const action = textDocument?.codeAction;
  const edits = workspace?.workspaceEdit;
  const hasLiterals = isThere(action?.codeActionLiteralSupport);
  const hasVersionedEdits = edits?.documentChanges === true;
  const properties: unknown = action?.resolveSupport?.properties;
  const resolvesEdits =
    hasLiterals &&
    action?.dataSupport === true &&
    Array.isArray(properties) &&
    properties.includes('edit');
  return {
    hasLiterals,
    resolves: resolvesEdits && workspace?.applyEdit !== true,
    hasVersionedEdits,
    hasPreview: hasVersionedEdits && isThere(edits?.changeAnnotationSupport),
    createsFiles:
      hasVersionedEdits &&
      Array.isArray(edits?.resourceOperations) &&
      edits.resourceOperations.includes('create'),
  };
}

/** Absent and null both say no. */
const isThere = (value: unknown): boolean => (value ?? undefined) !== undefined;
