import * as vscode from 'vscode';
import type { MarkdownText } from '../../server/src/protocol/markdownText.ts';
import type { LabelText, PlainText } from '../../server/src/protocol/plainText.ts';

/*
 * The only way to the editor's messages, choices, status bar and tooltips. It takes texts that are harmless by their type:
 * editors make links of parts of some strings, icons of others. A repository test keeps all other files from these APIs.
 */

/** Something to choose. */
export interface Choice extends vscode.QuickPickItem {
  readonly label: PlainText;
  readonly description?: PlainText;
}

/** Resolves with the button that was chosen, if any. */
export const inform = (text: PlainText, ...buttons: PlainText[]): Thenable<string | undefined> =>
  vscode.window.showInformationMessage<string>(text, ...buttons);

/** Resolves with the button that was chosen, if any. */
export const warn = (text: PlainText, ...buttons: PlainText[]): Thenable<string | undefined> =>
  vscode.window.showWarningMessage<string>(text, ...buttons);

/** Says something for a while, in milliseconds, in the status bar. */
export function say(text: PlainText, ms: number): void {
  vscode.window.setStatusBarMessage(text, ms);
}

/** Shows that work is being done, with a button that cancels it; settles as the work does. */
export const showProgress = <Result>(
  title: PlainText,
  work: (token: vscode.CancellationToken) => Promise<Result>,
): Thenable<Result> => {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
    work(token),
  );
};

/** Shows in the Source Control view that work is being done; settles as the work does. */
export const showSourceControlProgress = (work: () => Promise<void>): Thenable<void> =>
  vscode.window.withProgress({ location: vscode.ProgressLocation.SourceControl }, work);

/** Resolves with what was chosen; `undefined` if nothing was. */
export const choose = <Item extends Choice>(
  items: readonly Item[],
  title: PlainText,
): Thenable<Item | undefined> => vscode.window.showQuickPick(items, { title });

/**
 * Asks for a line of text, and offers some of before. Resolves with what was typed, or the label that was chosen; with `undefined` if
 * the user, or the token, cancels.
 */
export function askLine(
  title: PlainText,
  prompt: PlainText,
  before: readonly PlainText[],
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  const offer = () => {
    const { value } = pick;
    const others = before.filter((each) => each !== value && each.includes(value));
    const typed = value.trim() === '' ? [] : [{ label: value, alwaysShow: true }];
    pick.items = [...typed, ...others.map((label) => ({ label }))];
  };
  Object.assign(pick, { title, placeholder: prompt, ignoreFocusOut: true });
  offer();
  return new Promise((resolve) => {
    const end = (words: string | undefined) => {
      resolve(words);
      pick.dispose();
    };
    pick.onDidChangeValue(offer);
    // The list may be drawn later than a key is pressed: a typed line is as it stands in the box.
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      end(
        chosen !== undefined && before.some((each) => each === chosen.label)
          ? chosen.label
          : pick.value,
      );
    });
    pick.onDidHide(() => end(undefined));
    token.onCancellationRequested(() => end(undefined));
    pick.show();
  });
}

/**
 * Asks for a name: one of those that come meanwhile, or one that is typed. Resolves with `undefined` if the user cancels, and rejects if the
 * names do.
 */
export function pickName(
  title: PlainText,
  coming: Promise<readonly PlainText[]>,
): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  let names: readonly PlainText[] = [];
  const offer = () => {
    const typed = pick.value.trim();
    const own = typed === '' || names.some((name) => name === typed) ? [] : [typed];
    pick.items = [...names, ...own].map((label) => ({ label, alwaysShow: label === typed }));
  };
  const placeholder = 'Choose a name, or type your own';
  Object.assign(pick, { title, placeholder, busy: true, ignoreFocusOut: true });
  return new Promise((resolve, reject) => {
    const end = (name: string | undefined) => {
      resolve(name);
      pick.dispose();
    };
    coming.then(
      (found) => {
        names = found;
        pick.busy = false;
        if (names.length === 0) pick.placeholder = 'Type a name';
        offer();
      },
      (error) => {
        reject(error);
        pick.dispose();
      },
    );
    pick.onDidChangeValue(offer);
    // The list may be drawn later than a key is pressed: a typed name is as it stands in the box.
    pick.onDidAccept(() => end(pick.selectedItems[0]?.label ?? (pick.value.trim() || undefined)));
    pick.onDidHide(() => end(undefined));
    pick.show();
  });
}

/** Asks for a text that nobody else is to see. `validate` returns what is wrong with it. Resolves with `undefined` if cancelled. */
export const askSecret = (
  title: PlainText,
  prompt: PlainText,
  validate?: (text: string) => PlainText | undefined,
): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    title,
    prompt,
    password: true,
    ignoreFocusOut: true,
    ...(validate === undefined ? {} : { validateInput: validate }),
  });

/** Markdown whose links may run these commands, and no others. */
export function tooltipOf(text: MarkdownText, commands: readonly string[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString(text, true);
  tooltip.isTrusted = { enabledCommands: commands };
  return tooltip;
}

/** Draws an item of the status bar. */
export function drawItem(
  item: vscode.StatusBarItem,
  text: LabelText,
  tooltip: vscode.MarkdownString,
): void {
  item.text = text;
  item.tooltip = tooltip;
}

/** Draws an item of the language's status. */
export function drawLanguageItem(
  item: vscode.LanguageStatusItem,
  text: PlainText,
  detail: PlainText,
): void {
  item.text = text;
  item.detail = detail;
}
