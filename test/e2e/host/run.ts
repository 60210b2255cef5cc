import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { format } from 'node:util';
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { findDesktop, hasDisplay, hasVirtualDisplay } from '../../../tools/editor/desktop.ts';
import { packageExtension } from '../../../tools/package/packageExtension.ts';
import { ROOT } from '../../../tools/root.ts';
import { type Counts, tell } from '../../../tools/steps.ts';
import { packProbes } from '../probes.ts';
import { EditorSession } from '../session.ts';
import { testEditor } from '../testEditor.ts';

const GIVES_UP_AFTER_MS = 180_000;
const BUNDLE = join(ROOT, 'artifacts/e2e-host.cjs');
/** VS Code runs tests only beside an extension in development; ours is installed. */
const EMPTY_EXTENSION = join(import.meta.dirname, 'emptyExtension');

/** Runs the host suite in a real extension host; a host that does not report is a failure. */
export async function runInHost(): Promise<Counts> {
  const began = performance.now();
  await bundle();
  let counts: Counts = { passed: 0, failed: 1 };
  try {
    const isWindowPossible = hasDisplay() || hasVirtualDisplay();
    const desktop = isWindowPossible ? await findDesktop() : undefined;
    counts = desktop === undefined ? await inCodeServer() : await inDesktop(desktop);
  } catch (error) {
    console.error(error);
  }
  tell('mocha in the extension host', counts.failed === 0, began);
  return counts;
}

/** In a desktop VS Code with a fresh profile, on a virtual display if there is no other. */
async function inDesktop(executable: string): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-e2e-'));
  const workspace = join(folder, 'workspace');
  cpSync(join(ROOT, 'examples/workspace'), workspace, { recursive: true });
  const output = new PassThrough();
  const said: string[] = [];
  output.on('data', (part) => {
    said.push(String(part));
    process.stdout.write(part);
  });
  const profile = [
    `--user-data-dir=${join(folder, 'user')}`,
    `--extensions-dir=${join(folder, 'extensions')}`,
  ];
  const arguments_ = [workspace, ...profile, '--disable-workspace-trust'];
  try {
    for (const file of [packageExtension(), ...packProbes(folder)]) {
      installInDesktop(executable, file, profile);
    }
    const code = await runTests({
      vscodeExecutablePath: hasDisplay() ? executable : 'xvfb-run',
      launchArgs: hasDisplay() ? arguments_ : ['-a', executable, ...arguments_],
      extensionDevelopmentPath: EMPTY_EXTENSION,
      extensionTestsPath: BUNDLE,
      stdout: output,
    });
    return countsOf(said, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws what the editor says where it does not take the package. */
function installInDesktop(executable: string, file: string, profile: readonly string[]): void {
  const [command = '', ...args] = resolveCliArgsFromVSCodeExecutablePath(executable);
  const all = [...args, ...profile, '--install-extension', file, '--force'];
  const { status, stdout, stderr } = spawnSync(command, all, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`The extension could not be installed:\n${stdout}${stderr}`);
}

async function inCodeServer(): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-probes-'));
  const session = await EditorSession.start({
    extensions: [testEditor().vsix, ...packProbes(folder)],
    payload: { extensionDevelopmentPath: EMPTY_EXTENSION, extensionTestsPath: BUNDLE },
  });
  rmSync(folder, { recursive: true });
  const lines: string[] = [];
  try {
    const exit = Promise.withResolvers<number>();
    const timer = setTimeout(
      () => exit.reject(new Error('The extension host did not report in time')),
      GIVES_UP_AFTER_MS,
    );
    await session.page.exposeFunction('codeAutomationLog', (_: string, args: unknown[]) => {
      const line = format(...args);
      lines.push(line);
      // The workbench logs its own affairs through the same door; mocha's lines are indented.
      if (/^(?: {2}|host:)/.test(line)) console.log(line);
    });
    await session.page.exposeFunction('codeAutomationExit', (code: number) => exit.resolve(code));
    await session.open();
    const code = await exit.promise.finally(() => clearTimeout(timer));
    const counts = countsOf(lines, code);
    if (counts.failed > 0) console.log(session.log());
    return counts;
  } finally {
    await session.stop();
  }
}

/** The suite's last line tells its counts; without it, or with a bad exit, the run has failed. */
function countsOf(lines: readonly string[], code: number): Counts {
  const line = lines.join('\n').match(/host: (\d+) passed, (\d+) failed/);
  if (line === null) return { passed: 0, failed: 1 };
  const [passed, failed] = [Number(line[1]), Number(line[2])];
  return code !== 0 && failed === 0 ? { passed, failed: 1 } : { passed, failed };
}

/** The extension host loads CommonJS; the suite is TypeScript. */
async function bundle(): Promise<void> {
  await build({
    entryPoints: [join(ROOT, 'test/e2e/host/index.ts')],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}
