/** The arguments of the gateway's command, parsed. */
export type GatewayCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'key' }
  /** `path` is the configuration's. */
  | { readonly kind: 'check'; readonly path: string }
  | { readonly kind: 'serve'; readonly path: string }
  | { readonly kind: 'wrong'; readonly problem: string };

const CONFIG = '--config';
const NO_FILE = 'The configuration file is not named.';

/** Parses the arguments behind the script's name; `--help` and `--version` win over everything else. Total: whatever is wrong comes back as a sentence. */
export function parseGatewayCommand(args: readonly string[]): GatewayCommand {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  if (args.includes('--version')) return { kind: 'version' };
  const [first = '', ...rest] = args[0]?.startsWith(`${CONFIG}=`)
    ? [CONFIG, args[0].slice(CONFIG.length + 1), ...args.slice(1)]
    : args;
  if (first === '') return { kind: 'wrong', problem: NO_FILE };
  if (first === 'key' && rest.length === 0) return { kind: 'key' };
  if (first !== 'check' && first !== CONFIG) {
    return { kind: 'wrong', problem: 'There is no such command.' };
  }
  const [path = ''] = rest;
  if (path === '') return { kind: 'wrong', problem: NO_FILE };
  if (rest.length > 1)
    return { kind: 'wrong', problem: 'Name one configuration file, and no more.' };
  return { kind: first === 'check' ? 'check' : 'serve', path };
}

/** The text that `--help` prints. */
export const gatewayUsage = (version: string): string => `Aurelis gateway ${version}

Usage: aurelis-gateway --config FILE   runs the gateway
       aurelis-gateway check FILE      says what is wrong with a configuration
       aurelis-gateway key             makes a key, and what to write into "keys" for it
       aurelis-gateway --version       prints the version
       aurelis-gateway --help          prints this

While it runs: SIGHUP reads the configuration again (so does a change of the file), SIGUSR2 replaces
all workers without losing a request, SIGTERM ends it when the answers under way have ended.`;
