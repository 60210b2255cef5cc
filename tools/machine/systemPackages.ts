import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** A Debian package that is needed, with its purpose and a check for its presence. */
interface SystemPackage {
  readonly name: string;
  readonly isPresent: () => boolean;
}

const answers = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

const hasLibrary = (name: string) => () => answers('pkg-config', '--exists', name);

/** Libraries that code-server's native modules are built against. */
const buildPackages: readonly SystemPackage[] = [
  { name: 'pkg-config', isPresent: () => answers('pkg-config', '--version') },
  { name: 'libkrb5-dev', isPresent: hasLibrary('krb5-gssapi') },
  { name: 'libsecret-1-dev', isPresent: hasLibrary('libsecret-1') },
  { name: 'libx11-dev', isPresent: hasLibrary('x11') },
  { name: 'libxkbfile-dev', isPresent: hasLibrary('xkbfile') },
  { name: 'make', isPresent: () => answers('make', '--version') },
  { name: 'g++', isPresent: () => answers('g++', '--version') },
  { name: 'python3', isPresent: () => answers('python3', '--version') },
];

/** Real servers that the product is tested against. */
const serverPackages: readonly SystemPackage[] = [
  { name: 'redis-server', isPresent: () => answers('redis-server', '--version') },
  { name: 'nginx', isPresent: () => answers('nginx', '-v') },
  { name: 'tinyproxy', isPresent: () => answers('tinyproxy', '-v') },
  // It has no flag that ends it with success.
  { name: 'microsocks', isPresent: () => existsSync('/usr/bin/microsocks') },
  { name: 'prometheus', isPresent: () => answers('promtool', '--version') },
];

/** Where Debian puts Vim's packages and those of Emacs. */
const ALE_FOLDER = '/usr/share/vim-ale';
const ELPA_FOLDER = '/usr/share/emacs/site-lisp/elpa-src';
const hasEmacsPackage = (name: string) => () =>
  existsSync(ELPA_FOLDER) && readdirSync(ELPA_FOLDER).some((each) => each.startsWith(`${name}-`));

/** Real editors, without a window, that the server is tried in. */
const clientPackages: readonly SystemPackage[] = [
  { name: 'neovim', isPresent: () => answers('nvim', '--version') },
  { name: 'vim-nox', isPresent: () => answers('vim', '--version') },
  { name: 'vim-ale', isPresent: () => existsSync(ALE_FOLDER) },
  { name: 'emacs-nox', isPresent: () => answers('emacs', '--version') },
  { name: 'elpa-eglot', isPresent: hasEmacsPackage('eglot') },
  { name: 'elpa-lsp-mode', isPresent: hasEmacsPackage('lsp-mode') },
];

const browserPackage: SystemPackage = {
  name: 'chromium',
  isPresent: () => findBrowser() !== undefined,
};

const BROWSERS = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Any Chromium of this machine. */
export const findBrowser = (): string | undefined =>
  BROWSERS.find((path) => path !== undefined && existsSync(path));

export const ensureBuildPackages = (): void => ensure(buildPackages);
export const ensureBrowser = (): void => ensure([browserPackage]);

/** Without them the suites that need them are skipped aloud; in CI they fail. */
export const offerServers = (): void => offer(serverPackages);
export const offerClients = (): void => offer(clientPackages);

/** Those of these editors and their packages that this machine has not. */
export const missingClients = (names: readonly string[]): string[] =>
  clientPackages
    .filter(({ name, isPresent }) => names.includes(name) && !isPresent())
    .map(({ name }) => name);

function offer(packages: readonly SystemPackage[]): void {
  const missing = install(packages);
  if (missing.length > 0) console.error(`Not on this machine: ${missing.join(' ')}.`);
}

function ensure(packages: readonly SystemPackage[]): void {
  const missing = install(packages);
  if (missing.length === 0) return;
  console.error(
    `Missing on this machine: ${missing.join(' ')}. Install with: apt-get install ${missing.join(' ')}`,
  );
  process.exit(1);
}

/** Installs what is missing where that is possible (Debian, root); returns what is missing still. */
function install(packages: readonly SystemPackage[]): string[] {
  const missing = packages.filter(({ isPresent }) => !isPresent()).map(({ name }) => name);
  if (missing.length === 0) return [];
  const isRoot = process.getuid?.() === 0;
  if (isRoot && answers('apt-get', '--version')) {
    console.error(`Installing system packages: ${missing.join(' ')} …`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args: string[]) =>
      spawnSync('apt-get', ['-qq', ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: environment,
      }).status === 0;
    apt('update');
    if (apt('install', '-y', '--no-install-recommends', ...missing)) return [];
  }
  return missing;
}
