import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Parses the arguments of a command; says what is wrong with them and how it is used, and ends the process, where they are. */
export function parseOptions<Config extends ParseArgsConfig>(usage: string, config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(error instanceof Error ? error.message.split('. To specify')[0] : error);
    console.error(usage);
    process.exit(1);
  }
}
