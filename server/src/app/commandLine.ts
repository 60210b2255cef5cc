/** How the client and the server exchange messages. */
export type Transport =
  | { readonly kind: 'ipc' }
  | { readonly kind: 'stdio' }
  | { readonly kind: 'socket'; readonly port: number }
  | { readonly kind: 'pipe'; readonly name: string };

/** The arguments of the server's process, parsed. */
export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'serve';
      readonly transport: Transport;
      /** The process whose end ends the server; `undefined` where none was named. */
      readonly clientProcessId: number | undefined;
      /** Arguments that mean nothing here, fit to be printed. */
      readonly unknown: readonly string[];
    }
  | { readonly kind: 'wrong'; readonly problem: string };

const MAX_PORT = 65_535;
const CLIENT_PROCESS = '--clientProcessId';
/** Longest part of an unknown argument that is told. */
const MAX_TOLD = 40;

/**
 * Parses the arguments behind the script's name. `--help` and `--version` win over everything else; a transport may be named
 * twice if both mean the same. `hasIpc` tells whether a Node process has forked this one. Total: whatever is wrong
 * comes back as a sentence.
 */
export function parseCommandLine(args: readonly string[], hasIpc: boolean): CommandLine {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  if (args.includes('--version')) return { kind: 'version' };
  const transports: Transport[] = [];
  let clientProcessId: number | undefined;
  const unknown: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [name = '', ...rest] = (args[at] ?? '').split('=');
    const takesValue = name === '--socket' || name === '--pipe' || name === CLIENT_PROCESS;
    const isNext = takesValue && rest.length === 0 && !args[at + 1]?.startsWith('--');
    const value = rest.length > 0 ? rest.join('=') : isNext ? args[++at] : undefined;
    if (name === CLIENT_PROCESS) {
      clientProcessId = /^[1-9]\d{0,9}$/.test(value ?? '') ? Number(value) : undefined;
      if (clientProcessId !== undefined) continue;
      return { kind: 'wrong', problem: `${CLIENT_PROCESS} wants the number of a process.` };
    }
    const transport = takesValue || value === undefined ? transportOf(name, value) : undefined;
    if (typeof transport === 'string') return { kind: 'wrong', problem: transport };
    if (transport === undefined) unknown.push(told(args[at] ?? ''));
    else transports.push(transport);
  }
  const [transport, ...others] = transports;
  if (transport === undefined) return { kind: 'wrong', problem: noTransport(unknown) };
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(transport))) {
    return { kind: 'wrong', problem: 'Name one transport, not several.' };
  }
  if (transport.kind === 'ipc' && !hasIpc) {
    const problem = '--node-ipc works only where a Node process forks the server. Use --stdio.';
    return { kind: 'wrong', problem };
  }
  return { kind: 'serve', transport, clientProcessId, unknown };
}

/** An argument as it may be printed: bounded, control characters escaped. */
const told = (argument: string): string =>
  /^[\w=.:/@-]{1,40}$/.test(argument) ? argument : JSON.stringify(argument.slice(0, MAX_TOLD));

/** The transport that an argument names, a sentence about what is wrong with it, or `undefined` for any other argument. */
function transportOf(name: string, value: string | undefined): Transport | string | undefined {
  switch (name) {
    case '--node-ipc':
      return { kind: 'ipc' };
    case '--stdio':
      return { kind: 'stdio' };
    case '--socket': {
      const port = /^\d{1,5}$/.test(value ?? '') ? Number(value) : 0;
      if (port >= 1 && port <= MAX_PORT) return { kind: 'socket', port };
      return `--socket wants a port from 1 to ${MAX_PORT}, such as --socket=6009.`;
    }
    case '--pipe':
      return value ? { kind: 'pipe', name: value } : '--pipe wants the name of a pipe.';
    default:
      return undefined;
  }
}

const noTransport = (unknown: readonly string[]): string =>
  unknown.length === 0
    ? 'No transport is named.'
    : `No transport is named; unknown: ${unknown.join(' ')}.`;

/** The text that `--help` prints. */
export const usage = (version: string): string => `Aurelis language server ${version}

An editor starts it and names how the two talk:

  node server.js --stdio          over standard input and output (most editors)
  node server.js --socket=PORT    the editor listens on PORT of 127.0.0.1
  node server.js --pipe=NAME      the editor listens on a named pipe or a Unix socket
  node server.js --node-ipc       over the channel of a Node process that forks it (VS Code)

  --clientProcessId=PID           ends the server when that process has ended
  --version                       prints the version
  --help                          prints this`;
