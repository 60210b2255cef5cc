import * as vscode from 'vscode';
import type { FixAllParams } from '../../server/src/protocol/fixAllMessages.ts';
import { harmless, type PlainText, plain } from '../../server/src/protocol/plainText.ts';
import { foldersIn, isWithin, MAX_FILES, problemsIn } from './fixAllScopes.ts';
import type { AurelisClient } from './languageClient.ts';
import { OpenedFiles } from './openedFiles.ts';
import { choose, inform } from './surfaces.ts';
import { offerTrust } from './trust.ts';

type Document = FixAllParams['documents'][number];

/** A file with the errors and warnings that its tools have found. */
interface Found {
  readonly uri: vscode.Uri;
  readonly path: string;
  readonly count: number;
  readonly diagnostics: readonly vscode.Diagnostic[];
}

/** Most problems of one file that the server is told of; it considers a hundred. */
const MAX_PROBLEMS = 1_000;
const MAX_NAME = 1_000;

const NOT_TRUSTED = plain`Aurelis could not fix this: this folder is not trusted, so no model is asked. Trust the folder first.`;

/** For the last run, as long as the user can go on with it. */
const opened = new OpenedFiles();
let runs = 0;

/** Has the server mend all problems of a file, a folder or the workspace. From the explorer it is called with one of these, and all that are selected. */
export async function fixAll(
  client: Pick<AurelisClient, 'fixAll'>,
  argument: unknown,
  selected: unknown,
): Promise<void> {
  if (!vscode.workspace.isTrusted) return offerTrust(NOT_TRUSTED);
  const found = filesWithProblems();
  const scopes = scopesOf(argument, selected) ?? (await chooseScope(found));
  if (scopes === undefined) return;
  const files = found.filter(({ path }) => scopes.some((scope) => isWithin(path, scope)));
  if (files.length === 0) {
    inform(plain`Aurelis: there are no errors and no warnings to fix here.`);
    return;
  }
  const taken = files.slice(0, MAX_FILES);
  if (taken.length < files.length)
    inform(
      plain`Aurelis fixes the first ${MAX_FILES} of ${files.length} files. Run the command again for the others.`,
    );
  await opened.open(taken.map(({ uri }) => uri));
  const documents = taken.map(documentOf);
  const { left, isCancelled } = await client.fixAll({ id: String(++runs), documents });
  if (left.length === 0 && !isCancelled) opened.dispose();
}

/** The paths that a menu hands over; `undefined` where it was none. */
function scopesOf(argument: unknown, selected: unknown): readonly string[] | undefined {
  if (!(argument instanceof vscode.Uri)) return undefined;
  const uris = Array.isArray(selected) ? selected : [];
  return [argument, ...uris].flatMap((uri) => (uri instanceof vscode.Uri ? [uri.path] : []));
}

/** Errors and warnings of files, in the order of their paths. */
const filesWithProblems = (): Found[] =>
  vscode.languages
    .getDiagnostics()
    .filter(([uri]) => uri.scheme === 'file')
    .map(([uri, all]) => {
      const { Warning } = vscode.DiagnosticSeverity;
      const diagnostics = all.filter(({ severity }) => severity <= Warning);
      return { uri, path: uri.path, count: diagnostics.length, diagnostics };
    })
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));

/** The path of the file or folder that the user wants mended, `/` for all; `undefined` if they want none, or there is nothing to mend. */
async function chooseScope(found: readonly Found[]): Promise<readonly string[] | undefined> {
  if (found.length === 0) return ['/'];
  const here = vscode.window.activeTextEditor?.document.uri;
  const file = found.find(({ uri }) => uri.toString() === here?.toString());
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.path);
  const folders = foldersIn(found, roots);
  const choices = [
    ...(file === undefined ? [] : [{ label: plain`This file`, files: [file], scope: file.path }]),
    ...(folders.length === 0
      ? []
      : [{ label: plain`A folder…`, files: found, scope: undefined, isFolder: true }]),
    { label: plain`The workspace`, files: found, scope: '/' },
  ].map((choice) => ({
    ...choice,
    ...('isFolder' in choice ? {} : { description: counted(problemsIn(choice.files)) }),
  }));
  const chosen = await choose(choices, plain`Fix all problems where?`);
  if (chosen === undefined) return undefined;
  if (chosen.scope !== undefined) return [chosen.scope];
  const named = folders.map(({ path, count }) => ({
    label: harmless(vscode.workspace.asRelativePath(vscode.Uri.file(path))),
    description: counted(count),
    path,
  }));
  const folder = await choose(named, plain`Fix all problems of which folder?`);
  return folder === undefined ? undefined : [folder.path];
}

const counted = (count: number): PlainText =>
  count === 1 ? plain`1 problem` : plain`${count} problems`;

const documentOf = ({ uri, diagnostics }: Found): Document => ({
  uri: uri.toString(),
  diagnostics: diagnostics.slice(0, MAX_PROBLEMS).map(({ range, message, source, code }) => {
    const kind = typeof code === 'object' ? code.value : code;
    return {
      line: range.start.line,
      message,
      ...(source === undefined ? {} : { source: source.slice(0, MAX_NAME) }),
      ...(kind === undefined ? {} : { code: String(kind).slice(0, MAX_NAME) }),
    };
  }),
});
