import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * Parses the arguments of a command. Where they are wrong, says what is wrong and how the command is used, and ends the process with
 * `exitCode`.
 */
export function parseOptions<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
  exitCode = 1,
) {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(error instanceof Error ? error.message.split('. To specify')[0] : error);
    console.error(usage);
    process.exit(exitCode);
  }
}
