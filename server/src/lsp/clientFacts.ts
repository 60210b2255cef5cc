import type { InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol/messages.ts';
import { settingsIn } from '../settings/clientSettings.ts';
import { type ActionSupport, actionSupport } from './actionSupport.ts';
import type { CustomMessages } from './door/clientRequests.ts';
import { folderPaths } from './door/folders.ts';

/** The facts that a client reported about itself when it connected. */
export interface ClientFacts {
  readonly hasConfiguration: boolean;
  readonly canWatchConfiguration: boolean;
  readonly actions: ActionSupport;
  /** The custom messages that may be sent to the client. */
  readonly custom: CustomMessages;
  /** Settings that the client started us with: what it says later can only narrow them. */
  readonly initialSettings: readonly unknown[];
  /** False if the user does not trust the folder. */
  readonly isTrusted: boolean;
  readonly storagePath: string | undefined;
  readonly workspaceFolders: readonly string[];
}

export function clientFacts(params: InitializeParams): ClientFacts {
  const { capabilities } = params;
  const options: Partial<Record<keyof InitializationOptions, unknown>> =
    params.initializationOptions ?? {};
  return {
    hasConfiguration: capabilities.workspace?.configuration === true,
    canWatchConfiguration:
      capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true,
    actions: actionSupport(capabilities),
    custom: customMessages(options.custom),
    initialSettings: settingsIn(params.initializationOptions),
    isTrusted: options.isTrusted !== false,
    storagePath:
      typeof options.storagePath === 'string' && options.storagePath !== ''
        ? options.storagePath
        : undefined,
    workspaceFolders: folderPaths(params),
  };
}

/** Most custom messages that a client can name: there are fewer. */
const MAX_NAMES = 100;

/** None unless the client says `true` or lists them. */
function customMessages(custom: unknown): CustomMessages {
  if (custom === true) return true;
  const names = Array.isArray(custom) ? custom.slice(0, MAX_NAMES) : [];
  return new Set(names.filter((name) => typeof name === 'string'));
}
