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
  readonly provideTextDocumentContent: () => string;
}

/** Everything that is there, and that was made. */
export const state = {
  models: [] as ModelDouble[],
  providers: new Map<string, unknown>(),
  contents: new Map<string, ContentDouble>(),
  /** Commands that were run, in order. */
  calls: [] as unknown[][],
  /** Of the progress that is shown. */
  progress: undefined as { readonly title: string; readonly cancel: () => void } | undefined,
};

export class Uri {
  readonly scheme: string;
  readonly path: string;

  constructor(scheme: string, path: string) {
    this.scheme = scheme;
    this.path = path;
  }

  static from({ scheme, path }: { scheme: string; path: string }): Uri {
    return new Uri(scheme, path);
  }
}

export const ProgressLocation = { Notification: 15 };

export const commands = {
  executeCommand: async (...call: unknown[]) => {
    state.calls.push(call);
  },
};

export const workspace = {
  registerTextDocumentContentProvider: (scheme: string, content: ContentDouble) => {
    state.contents.set(scheme, content);
    return new Disposable(() => state.contents.delete(scheme));
  },
};

export class TabInputCustom {
  readonly uri: Uri;

  constructor(uri: Uri) {
    this.uri = uri;
  }
}

export const ViewColumn = { Beside: -2 };

export const window = {
  tabGroups: { all: [] as { viewColumn: number; tabs: { input: unknown }[] }[] },
  withProgress: async (
    { title }: { title: string },
    work: (progress: unknown, token: unknown) => Promise<unknown>,
  ) => {
    const source = new CancellationTokenSource();
    state.progress = { title, cancel: () => source.cancel() };
    try {
      return await work({}, source.token);
    } finally {
      state.progress = undefined;
    }
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
