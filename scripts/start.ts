import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.ts';
import { cacheFolder } from './cacheFolder.ts';
import { installExtension, startCodeServer, workbenchUrl } from './codeServer.ts';
import { findDesktop, hasDisplay } from './desktop.ts';
import { packageExtension } from './packageExtension.ts';
import { ROOT } from './root.ts';

/** `npm start`: the built extension in a real VS Code, on the example workspace. */
const { values } = parseArgs({ options: { host: { type: 'string' } } });
if (values.host !== undefined && values.host !== 'code-server' && values.host !== 'desktop') {
  console.error(`Unknown --host=${values.host}: use "code-server" or "desktop".`);
  process.exit(1);
}

bundle();
const workspace = join(ROOT, 'examples/workspace');
const desktop =
  values.host !== 'code-server' && (hasDisplay() || values.host === 'desktop')
    ? await findDesktop()
    : undefined;
if (desktop !== undefined) {
  const profile = join(cacheFolder(), 'desktop-profile');
  const args = [`--extensionDevelopmentPath=${ROOT}`, `--user-data-dir=${profile}`, workspace];
  const child = spawn(desktop, args, { stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 0));
} else {
  const data = join(cacheFolder(), 'code-server-profile');
  const machine = join(data, 'data/Machine');
  mkdirSync(machine, { recursive: true });
  const settings = join(machine, 'settings.json');
  // In the browser the editor saves by itself; what is tried out should not change the example.
  if (!existsSync(settings)) writeFileSync(settings, '{ "files.autoSave": "off" }\n');
  installExtension(packageExtension(), data);
  const server = await startCodeServer(data, ['--disable-workspace-trust']);
  console.log(workbenchUrl(server, workspace, { skipWelcome: 'true' }));
  console.error('Open this address in a browser. Ctrl+C ends it.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void server.stop().then(() => process.exit(0)));
  }
}
