import { outliveLog } from '../base/lostLog.ts';
import { nodeTooOld } from '../base/nodeVersion.ts';
import { keepWarningsQuiet } from '../base/quietWarnings.ts';
import { gatewayUsage, parseGatewayCommand } from './commandLine.ts';

/** Set by the build; sources have none. */
declare const AURELIS_VERSION: string | undefined;

const version = typeof AURELIS_VERSION === 'string' ? AURELIS_VERSION : 'source';

/**
 * Entry of the gateway's processes. It is small and built for old versions of Node, so that they can say what is wrong; what needs a
 * new one is loaded behind that. Exits with 2 where the arguments are wrong, with 1 where the gateway cannot run.
 */
function main(): void {
  outliveLog();
  const command = parseGatewayCommand(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      console.log(gatewayUsage(version));
      return;
    case 'version':
      console.log(version);
      return;
    case 'wrong':
      fail(`${command.problem}\n\n${gatewayUsage(version)}`, 2);
      return;
    case 'key':
    case 'check':
    case 'serve':
  }
  const whatToDo = 'install a newer one (nodejs.org), and start the gateway with that';
  const tooOld = nodeTooOld(process.versions.node, whatToDo);
  if (tooOld !== undefined) {
    fail(tooOld, 1);
    return;
  }
  keepWarningsQuiet();
  import('./gatewayCommands.ts')
    .then(({ runGateway }) => runGateway(command, version))
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error), 1));
}

function fail(message: string, code: number): void {
  console.error(message);
  process.exitCode = code;
}

main();
