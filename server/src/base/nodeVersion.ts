/** Oldest Node that the server and the gateway run on: the first of its line with SQLite unasked (nodejs.org, changelog of 22.13.0). */
const OLDEST = { major: 22, minor: 13 } as const;

/**
 * One sentence for whoever starts us on a Node that is too old; `undefined` where it is not. `version` as in `24.15.0`; `whatToDo` ends
 * the sentence.
 */
export function nodeTooOld(version: string, whatToDo: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor);
  if (!isOld) return undefined;
  const needed = `${OLDEST.major}.${OLDEST.minor}`;
  return `Aurelis needs Node ${needed} or newer, and this is Node ${version}: ${whatToDo}.`;
}
