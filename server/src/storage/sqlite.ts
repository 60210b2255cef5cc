import type { DatabaseSync } from 'node:sqlite';

/**
 * Node's SQLite module; `undefined` where this Node has none: before 22.13, from 23.0 to 23.3, and wherever
 * it was left out or switched off (`--no-experimental-sqlite`).
 */
const sqlite = process.getBuiltinModule('node:sqlite');

/** True if this Node can open SQLite files. */
export const hasSqlite: boolean = sqlite !== undefined;

/** Opens a database, or creates it. Throws where that cannot be done, or this Node has no SQLite. */
export function openDatabase(path: string): DatabaseSync {
  if (sqlite === undefined) throw new Error('This Node has no SQLite');
  return new sqlite.DatabaseSync(path);
}
