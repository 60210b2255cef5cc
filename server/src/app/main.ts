import { nodeTooOld } from '../base/nodeVersion.ts';
import { keepWarningsQuiet } from '../base/quietWarnings.ts';
import { parseCommandLine, usage } from './commandLine.ts';

/** Set by the build; sources run as version 0.0.0. */
declare const AURELIS_VERSION: string | undefined;

const version = typeof AURELIS_VERSION === 'string' ? AURELIS_VERSION : '0.0.0';

/**
 * Entry of the server's process. It is small and built for old versions of Node, so that they can say what is wrong; what needs a
 * new one is loaded behind that. Exits with 2 where the arguments are wrong, with 1 where the server cannot run.
 */
function main(): void {
  const line = parseCommandLine(process.argv.slice(2), process.send !== undefined);
  switch (line.kind) {
    case 'help':
      console.log(usage(version));
      return;
    case 'version':
      console.log(version);
      return;
    case 'wrong':
      fail(`${line.problem}\n\n${usage(version)}`, 2);
      return;
    case 'serve':
  }
  const tooOld = nodeTooOld(process.versions.node, 'start its server with a newer one');
  if (tooOld !== undefined) {
    fail(tooOld, 1);
    return;
  }
  if (line.unknown.length > 0) console.error(`Aurelis ignores ${line.unknown.join(' ')}.`);
  keepWarningsQuiet();
  // The library would read them once more, and watch the client's process by itself.
  process.argv.splice(2);
  import('./languageServer.ts')
    .then(({ run }) => run(line.transport, version, line.clientProcessId))
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error), 1));
}

function fail(message: string, code: number): void {
  console.error(message);
  process.exitCode = code;
}

main();
