import { registerHooks } from 'node:module';

/*
 * Stands for the module `vscode`, as far as the parts of the client that tests load make use of it. Import this file before such a
 * part, and the part itself by `import()`.
 */

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: import.meta.url, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});

export class EventEmitter<Event> {
  readonly #listeners = new Set<(event: Event) => void>();
  readonly event = (listener: (event: Event) => void): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };

  fire(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class Disposable {
  readonly #dispose: () => void;

  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }

  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const each of all) each.dispose();
    });
  }

  dispose(): void {
    this.#dispose();
  }
}

export class CancellationTokenSource {
  readonly #cancelled = new EventEmitter<void>();
  readonly token = {
    isCancellationRequested: false,
    onCancellationRequested: this.#cancelled.event,
  };

  cancel(): void {
    if (this.token.isCancellationRequested) return;
    this.token.isCancellationRequested = true;
    this.#cancelled.fire();
  }

  dispose(): void {
    this.#cancelled.dispose();
  }
}

export class CancellationError extends Error {}

export class LanguageModelError extends Error {
  readonly code: string;

  constructor(message?: string, code = 'Unknown') {
    super(message);
    this.code = code;
  }

  static NotFound(message?: string): LanguageModelError {
    return new LanguageModelError(message, 'NotFound');
  }

  static NoPermissions(message?: string): LanguageModelError {
    return new LanguageModelError(message, 'NoPermissions');
  }

  static Blocked(message?: string): LanguageModelError {
    return new LanguageModelError(message, 'Blocked');
  }
}

export class LanguageModelTextPart {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class LanguageModelDataPart {
  readonly data: Uint8Array;
  readonly mimeType: string;

  constructor(data: Uint8Array, mimeType: string) {
    this.data = data;
    this.mimeType = mimeType;
  }
}

export class LanguageModelToolCallPart {}

export class LanguageModelToolResultPart {}

export const LanguageModelChatMessageRole = { User: 1, Assistant: 2 };
export const LanguageModelChatToolMode = { Auto: 1, Required: 2 };

export const LanguageModelChatMessage = {
  User: (content: string) => ({ role: LanguageModelChatMessageRole.User, content }),
  Assistant: (content: string) => ({ role: LanguageModelChatMessageRole.Assistant, content }),
};

/** A model that the editor has, with all that it was asked. */
export interface ModelDouble {
  readonly vendor: string;
  readonly family: string;
  readonly asked: unknown[];
}

/** Gives the text of a document that is not a file. */
export interface ContentDouble {
  readonly onDidChange: EventEmitter<Uri>['event'];
  readonly provideTextDocumentContent: (uri?: Uri) => string;
}

/** Everything that is there, and that was made. */
export const state = {
  models: [] as ModelDouble[],
  providers: new Map<string, unknown>(),
  contents: new Map<string, ContentDouble>(),
  /** Commands that were run, in order. */
  calls: [] as unknown[][],
  /** Schemes of documents that cannot be opened. */
  broken: new Set<string>(),
  /** Documents that were opened, in order, by their paths. */
  opened: [] as string[],
  /** The problems that tools have found. */
  diagnostics: [] as (readonly [Uri, readonly DiagnosticDouble[]])[],
  /** Messages that were shown. */
  messages: [] as string[],
  /** The items of each choice, and the label that is chosen in the next ones. */
  offered: [] as (readonly { readonly label: string; readonly description?: string }[])[],
  chosen: [] as string[],
};

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };

/** A problem, as far as the client looks at it. */
export interface DiagnosticDouble {
  readonly severity: number;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
  readonly source?: string;
  readonly code?: unknown;
}

/** Told of the documents that the editor closes. */
export const closedDocuments = new EventEmitter<{ readonly uri: Uri }>();

export class Uri {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;

  constructor(scheme: string, path: string, query = '') {
    this.scheme = scheme;
    this.path = path;
    this.query = query;
  }

  static from({ scheme, path, query }: { scheme: string; path: string; query?: string }): Uri {
    return new Uri(scheme, path, query);
  }

  static file(path: string): Uri {
    return new Uri('file', path);
  }

  static parse(text: string): Uri {
    const [scheme = '', path = ''] = text.split('://');
    return new Uri(scheme, path);
  }

  toString(): string {
    return `${this.scheme}://${this.path}?${this.query}`;
  }
}

export const commands = {
  executeCommand: async (...call: unknown[]) => {
    state.calls.push(call);
  },
};

export const workspace = {
  isTrusted: true,
  workspaceFolders: [] as { readonly uri: Uri }[],
  asRelativePath: ({ path }: Uri) => path.slice('/project/'.length),
  onDidCloseTextDocument: closedDocuments.event,
  registerTextDocumentContentProvider: (scheme: string, content: ContentDouble) => {
    state.contents.set(scheme, content);
    return new Disposable(() => state.contents.delete(scheme));
  },
  openTextDocument: async (uri: Uri) => {
    if (state.broken.has(uri.scheme)) throw new Error('no such document');
    state.opened.push(uri.path);
    return { uri, languageId: 'typescript' };
  },
};

export const languages = {
  setTextDocumentLanguage: async () => undefined,
  getDiagnostics: () => state.diagnostics,
};

export class TabInputCustom {
  readonly uri: Uri;

  constructor(uri: Uri) {
    this.uri = uri;
  }
}

export class TabInputTextDiff {
  readonly original: Uri;
  readonly modified: Uri;

  constructor(original: Uri, modified: Uri) {
    this.original = original;
    this.modified = modified;
  }
}

interface TabDouble {
  readonly input: unknown;
}

/** Told of the tabs that are closed. */
export const tabs = new EventEmitter<{ readonly closed: readonly TabDouble[] }>();

export const ViewColumn = { Beside: -2 };

const say = async (text: string) => {
  state.messages.push(text);
};

export const window = {
  activeTextEditor: undefined as { readonly document: { readonly uri: Uri } } | undefined,
  showInformationMessage: say,
  showWarningMessage: say,
  showQuickPick: async <Item extends { readonly label: string }>(items: readonly Item[]) => {
    state.offered.push(items);
    const label = state.chosen.shift();
    return items.find((item) => item.label === label);
  },
  tabGroups: {
    all: [] as { viewColumn: number; tabs: TabDouble[] }[],
    activeTabGroup: { activeTab: undefined as TabDouble | undefined },
    onDidChangeTabs: tabs.event,
    close: async (closed: readonly TabDouble[]) => tabs.fire({ closed }),
  },
};

export const lm = {
  selectChatModels: async ({ vendor, family }: { vendor?: string; family?: string }) =>
    state.models
      .filter((model) => vendor === undefined || model.vendor === vendor)
      .filter((model) => family === undefined || model.family === family)
      .map((model) => ({
        ...model,
        sendRequest: async (messages: unknown) => {
          model.asked.push(messages);
          return {
            text: (async function* text() {
              yield 'said by ';
              yield model.vendor;
            })(),
          };
        },
      })),
  registerLanguageModelChatProvider: (vendor: string, provider: unknown) => {
    state.providers.set(vendor, provider);
    return new Disposable(() => state.providers.delete(vendor));
  },
};
