import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { bundle } from '../tools/bundle.ts';
import { installCodeServer } from '../tools/editor/codeServer.ts';
import { findDesktop, hasDisplay } from '../tools/editor/desktop.ts';
import { installExtension, startEditorServer, workbenchUrl } from '../tools/editor/editorServer.ts';
import { cacheFolder } from '../tools/machine/cacheFolder.ts';
import { parseOptions } from '../tools/options.ts';
import { packageExtension } from '../tools/package/packageExtension.ts';
import { ROOT } from '../tools/root.ts';

const WORKSPACE = join(ROOT, 'examples/workspace');
/** The file in front, and the line in it where there is room to type. */
const FILE = join(WORKSPACE, 'src/orders.ts');
const LAST_LINE = readFileSync(FILE, 'utf8').split('\n').length;
/** Settings of a new profile in the browser. */
const FIRST_SETTINGS = {
  // There the editor saves by itself; what is tried out should not change the example.
  'files.autoSave': 'off',
  // Nothing that is not about the example.
  'git.openRepositoryInParentFolders': 'never',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};
const INVITATION = `
At the end of orders.ts, type the beginning of a function that resembles the others, for example
  export function findOrder(id: st
and take the gray text with Tab.`;

/**
 * `npm start`: the packed extension, installed in a real VS Code with a profile of its own, on the example workspace.
 * `--host=code-server` opens it in the browser, `--profile=FOLDER` keeps the editor's data there.
 */
const USAGE = 'Usage: npm start [-- --host=code-server] [-- --profile=FOLDER]';
const { values } = parseOptions(USAGE, {
  options: { host: { type: 'string' }, profile: { type: 'string' } },
});
if (values.host !== undefined && values.host !== 'code-server' && values.host !== 'desktop') {
  console.error(`Unknown --host=${values.host}: use "code-server" or "desktop".`);
  process.exit(1);
}

bundle();
const desktop =
  values.host !== 'code-server' && (hasDisplay() || values.host === 'desktop')
    ? await findDesktop()
    : undefined;
if (desktop === undefined) await openInBrowser();
else openDesktop(desktop);

/** Folder for the editor's own data: `--profile=FOLDER`, or one that is kept. */
function profileFolder(name: string): string {
  return values.profile === undefined ? join(cacheFolder(), name) : resolve(values.profile);
}

function openDesktop(executable: string): void {
  const folder = profileFolder('desktop-profile');
  const profile = [
    `--user-data-dir=${folder}`,
    `--extensions-dir=${join(folder, 'extensions')}`,
    '--disable-workspace-trust',
  ];
  const [command = executable, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable);
  const shell = process.platform === 'win32';
  const install = [...args, ...profile, '--install-extension', packageExtension(), '--force'];
  const { status } = spawnSync(command, install, { stdio: 'inherit', shell });
  if (status !== 0) throw new Error('VS Code did not install the extension');
  console.error(INVITATION);
  const open = [...profile, '--goto', `${FILE}:${LAST_LINE}`, WORKSPACE];
  const child = spawn(executable, open, { stdio: 'inherit', shell });
  child.on('exit', (code) => process.exit(code ?? 0));
}

async function openInBrowser(): Promise<void> {
  const editor = installCodeServer();
  const dataFolder = profileFolder('code-server-profile');
  const machine = join(dataFolder, 'data/Machine');
  mkdirSync(machine, { recursive: true });
  const settings = join(machine, 'settings.json');
  if (!existsSync(settings)) writeFileSync(settings, JSON.stringify(FIRST_SETTINGS, undefined, 2));
  installExtension(editor, packageExtension(), dataFolder);
  const token = randomBytes(16).toString('hex');
  const flags = ['--disable-workspace-trust'];
  const server = await startEditorServer({ editor, dataFolder, token, flags });
  const payload = { skipWelcome: 'true', openFile: `${FILE}:${LAST_LINE}`, gotoLineMode: 'true' };
  console.log(workbenchUrl(server, WORKSPACE, payload));
  console.error(
    `Open this address in a browser; it holds the key to the editor. Ctrl+C ends it.\n${INVITATION}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void server.stop().then(() => process.exit(0)));
  }
}
