import * as vscode from 'vscode';
import type {
  PreviewChoice,
  PreviewParams,
  PreviewResult,
} from '../../server/src/protocol/actionMessages.ts';
import { harmless } from '../../server/src/protocol/plainText.ts';
import { warn } from './surfaces.ts';

/** Scheme of the right side of a preview; menus of the editor's title know it. */
const SCHEME = 'aurelis-proposal';

/** A proposal that is shown, and what the user chooses. */
interface Proposal {
  readonly text: string;
  readonly choose: (choice: PreviewChoice) => void;
}

/**
 * Shows what a document would be beside what it is, in the editor's own diff view, with Apply, Discard and Propose Another in its title.
 * A view that is closed is discarded.
 */
export class Proposals implements vscode.Disposable {
  readonly #shown = new Map<string, Proposal>();
  readonly #owned: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#owned = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
        provideTextDocumentContent: (uri) => this.#shown.get(uri.toString())?.text ?? '',
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) {
          if (input instanceof vscode.TabInputTextDiff) this.#choose(input.modified, 'discard');
        }
      }),
    );
  }

  /** Resolves with what the user does about it. */
  async show(
    { uri, title, text, warning }: PreviewParams,
    token: vscode.CancellationToken,
  ): Promise<PreviewResult> {
    const original = vscode.Uri.parse(uri);
    const proposed = vscode.Uri.from({
      scheme: SCHEME,
      path: original.path,
      query: String(++this.#count),
    });
    const key = proposed.toString();
    const { languageId } = await vscode.workspace.openTextDocument(original);
    const choice = await new Promise<PreviewChoice>((resolve) => {
      this.#shown.set(key, { text, choose: resolve });
      token.onCancellationRequested(() => resolve('discard'));
      // An editor that cannot show it leaves the document as it is.
      this.#open(original, proposed, languageId, title, warning).catch(() => resolve('discard'));
    });
    this.#shown.delete(key);
    await closeTab(key);
    return { choice };
  }

  async #open(
    original: vscode.Uri,
    proposed: vscode.Uri,
    languageId: string,
    title: string,
    warning: string | undefined,
  ): Promise<void> {
    const document = await vscode.workspace.openTextDocument(proposed);
    await vscode.languages.setTextDocumentLanguage(document, languageId);
    await vscode.commands.executeCommand('vscode.diff', original, proposed, title, {
      preview: true,
    });
    if (warning !== undefined) void warn(harmless(warning));
  }

  /** The user's choice about the proposal that is named, or else about the one in the active editor: menus may hand over either side. */
  choose(choice: PreviewChoice, argument: unknown): void {
    const isShown = argument instanceof vscode.Uri && this.#shown.has(argument.toString());
    const uri = isShown ? argument : activeProposal();
    if (uri !== undefined) this.#choose(uri, choice);
  }

  #choose(uri: vscode.Uri, choice: PreviewChoice): void {
    this.#shown.get(uri.toString())?.choose(choice);
  }

  dispose(): void {
    for (const { choose } of this.#shown.values()) choose('discard');
    this.#owned.dispose();
  }
}

/** The proposal that the user looks at. */
function activeProposal(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === SCHEME
    ? input.modified
    : undefined;
}

async function closeTab(key: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const own = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === key,
  );
  if (own.length > 0) await vscode.window.tabGroups.close(own, true);
}
