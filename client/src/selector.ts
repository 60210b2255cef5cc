/** Documents that a person edits, wherever they lie. */
export const SELECTOR = [
  { scheme: 'file' },
  { scheme: 'untitled' },
  { scheme: 'vscode-notebook-cell' },
];
