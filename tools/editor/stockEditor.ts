import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { cacheFolder } from '../machine/cacheFolder.ts';

/** Files of VS Code that decide whether an extension may use a proposed API. */
const DECIDERS = [
  'out/server-main.js',
  'out/vs/workbench/api/node/extensionHostProcess.js',
  'out/vs/workbench/api/worker/extensionHostWorkerMain.js',
  'out/vs/code/browser/workbench/workbench.js',
];
const WORKBENCH = 'out/vs/code/browser/workbench/workbench.js';

/**
 * A copy of code-server's editor that treats proposed APIs as VS Code does: only an extension that declares one and is allowed to may
 * use it. code-server itself answers yes to everybody, so that an extension runs there and throws on people's desktops. The
 * copy is made of hard links, for this run alone. Throws where the code to put back is not found.
 */
export function stockEditor(editor: string): string {
  const version = basename(join(editor, '../../../..'));
  removeLeftovers();
  const folder = join(cacheFolder(), `stock-${version}-${process.pid}`);
  linkTree(editor, folder);
  for (const file of DECIDERS) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    // A link leads to the original: it goes before the changed text is written.
    rmSync(path);
    writeFileSync(
      path,
      file === WORKBENCH ? allowNobody(askDeclaration(text)) : askDeclaration(text),
    );
  }
  return folder;
}

/** Removes the copies of processes that ended without removing them. */
function removeLeftovers(): void {
  for (const name of readdirSync(cacheFolder())) {
    const pid = /^stock-.*-(\d+)$/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    rmSync(join(cacheFolder(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    // There is no such process.
    return false;
  }
}

/**
 * Puts back the function that says whether an extension declares a proposal (VS Code's `isProposedApiEnabled`). Names are
 * minified; the one sought is called where the error is thrown.
 */
function askDeclaration(text: string): string {
  const thrown =
    /if\(!([\w$]+)\([\w$]+,[\w$]+\)\)throw new Error\(`Extension '[^']*' CANNOT use API proposal/;
  const name = thrown.exec(text)?.[1] ?? '(none)';
  return replaceOnce(
    text,
    new RegExp(
      `function ${name.replaceAll('$', '\\$')}\\(([\\w$]+),([\\w$]+)\\)\\{return!0\\}`,
      'g',
    ),
    `function ${name.replaceAll('$', '$$$$')}($1,$2){return $1.enabledApiProposals?.includes($2)??!1}`,
  );
}

/** Takes back that the environment allows proposals to all extensions (VS Code's `_envEnablesProposedApiForAll`). */
const allowNobody = (text: string): string =>
  replaceOnce(
    text,
    /this\._envEnablesProposedApiForAll=!0/g,
    'this._envEnablesProposedApiForAll=!1',
  );

function replaceOnce(text: string, pattern: RegExp, replacement: string): string {
  const count = text.match(pattern)?.length ?? 0;
  if (count !== 1) {
    throw new Error(`The editor's rule for proposed APIs was found ${count} times, not once`);
  }
  return text.replace(pattern, replacement);
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}
