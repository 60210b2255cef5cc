// Runs one of the project's commands from a fresh clone: needs nothing but Node >= 20 and npm. Installs
// the locked dependencies if they are not there yet, then hands over to the pinned Node (see
// docs/adr/0002), which runs the TypeScript sources as they are.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.aurelis-installed');
const binaries = join(root, 'node_modules', '.bin');
/** Packages whose install scripts fetch their binary for this machine. */
const WITH_SCRIPTS = ['node', 'esbuild'];
const isWindows = process.platform === 'win32';

const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

function run(command, args, shell = false, stdout = 'inherit') {
  // Debian keeps servers (nginx) in /usr/sbin, which is not on every user's path.
  const folders = isWindows
    ? [binaries, process.env.PATH]
    : [binaries, process.env.PATH, '/usr/sbin'];
  const path = folders.join(isWindows ? ';' : ':');
  const environment = { ...process.env, PATH: path };
  const { status, error } = spawnSync(command, args, {
    stdio: ['inherit', stdout, 'inherit'],
    env: environment,
    cwd: root,
    shell,
  });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest()) return;
  console.error('Installing dependencies (npm ci) …');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  // Only two packages need their scripts; one that does not (better-sqlite3) would ask for a compiler.
  for (const command of [
    ['ci', '--ignore-scripts'],
    ['rebuild', ...WITH_SCRIPTS],
  ]) {
    // Standard output belongs to the command itself: what it prints there is for scripts, too.
    const status = run('npm', [...command, ...quiet], isWindows, process.stderr);
    if (status !== 0) process.exit(status);
  }
  writeFileSync(stamp, lockDigest());
}

const [name, ...rest] = process.argv.slice(2);
// npm takes the first `--` away; whoever runs this file by itself may leave it in.
const args = rest[0] === '--' ? rest.slice(1) : rest;
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
if (name === undefined || !(name in scripts)) {
  console.error(`Commands: ${Object.keys(scripts).join(', ')}.`);
  process.exit(1);
}
install();
const node = join(binaries, isWindows ? 'node.cmd' : 'node');
process.exit(run(node, [join(root, 'scripts', `${name}.ts`), ...args], isWindows));
