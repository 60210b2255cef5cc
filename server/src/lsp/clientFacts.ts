import { fileURLToPath } from 'node:url';
import type { InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol/messages.ts';

/** The facts that a client reported about itself when it connected. */
export interface ClientFacts {
  readonly hasConfiguration: boolean;
  readonly canWatchConfiguration: boolean;
  /** Long work can be shown with a cancel button, and edits applied by our own request. */
  readonly hasProgress: boolean;
  /** Edits can be shown and confirmed before they are made. */
  readonly hasPreview: boolean;
  /** Settings of clients that cannot be asked. */
  readonly initialSettings: unknown;
  readonly storagePath: string | undefined;
  readonly workspaceFolders: readonly string[];
}

export function clientFacts(params: InitializeParams): ClientFacts {
  const { capabilities } = params;
  const options = (params.initializationOptions ?? {}) as InitializationOptions;
  const folders = params.workspaceFolders ?? [];
  return {
    hasConfiguration: capabilities.workspace?.configuration === true,
    canWatchConfiguration:
      capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true,
    hasProgress:
      capabilities.window?.workDoneProgress === true && capabilities.workspace?.applyEdit === true,
    hasPreview:
      capabilities.workspace?.workspaceEdit?.documentChanges === true &&
      (capabilities.workspace.workspaceEdit.changeAnnotationSupport ?? null) !== null,
    initialSettings: options.settings,
    storagePath: options.storagePath,
    workspaceFolders: folders.flatMap(({ uri }) => {
      return uri.startsWith('file:') ? [fileURLToPath(uri)] : [];
    }),
  };
}
