import type { WatchedServer } from './watchedServer.ts';

/** Input that a program or a model that means harm, or is merely broken, may send. */
export interface HostileCase {
  readonly name: string;
  /** Sends it; resolves when all that was asked has been answered. */
  readonly run: (server: WatchedServer) => Promise<void>;
}

/** A place on a line. */
export const at = (line: number, character = 0) => ({ line, character });

/** A change that puts text at a place. */
export const insertion = (line: number, character: number, text: string) => ({
  range: { start: at(line, character), end: at(line, character) },
  text,
});

export const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');
