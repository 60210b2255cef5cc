import type { DatabaseSync } from 'node:sqlite';
import { isUsable, privateFile } from './privateFiles.ts';

/**
 * Node's SQLite module; `undefined` where this Node has none: before 22.13, from 23.0 to 23.3, and wherever
 * it was left out or switched off (`--no-experimental-sqlite`).
 */
const sqlite = process.getBuiltinModule('node:sqlite');

/** True if this Node can open SQLite files. */
export const hasSqlite: boolean = sqlite !== undefined;

/** Files beside a database: those of SQLite, which it makes with the permissions of the database, and one that was set aside. */
const BESIDE = ['-wal', '-shm', '-journal', '.corrupt'];

/**
 * Opens a database that only its owner can read, or creates it, with its folder. Throws where that cannot be done, or this Node
 * has no SQLite, and `UnusableFileError` where a link, pipe, device, folder or a file of more than `maxBytes` is in its place, or
 * in that of a file beside it.
 */
function openDatabase(path: string, maxBytes: number): DatabaseSync {
  if (sqlite === undefined) throw new Error('This Node has no SQLite');
  privateFile(path, maxBytes);
  for (const part of BESIDE) isUsable(path + part, maxBytes);
  return new sqlite.DatabaseSync(path);
}

/** A database holds statements of somebody else, which may never end. */
export class ForeignSchemaError extends Error {
  constructor() {
    super('A database holds more than our tables');
    this.name = 'ForeignSchemaError';
  }
}

/** How long opening waits for another process, in milliseconds: it blocks this one. */
const OPENING_BUSY_MS = 20;
/** Longest definition that is read, in characters, and most of them; ours have some hundred, and some ten. */
const MAX_SQL_LENGTH = 4_000;
const MAX_DEFINITIONS = 100;
/** A table or index as SQLite keeps it; the parentheses hold its columns. */
const DEFINITION = /^CREATE (?:TABLE|(?:UNIQUE )?INDEX) [^()]*\(([\s\S]*)\)[^()]*$/;
/** Parentheses that call no function. */
const HARMLESS = /(?:VARCHAR|PRIMARY KEY|UNIQUE) ?\([^()]*\)/g;

/**
 * Opens a database that holds nothing but tables and indexes that compute nothing, and triggers of ours (`ours`: statements that
 * create them); throws `ForeignSchemaError` for any other, and what `openDatabase` throws.
 */
export function openTables(
  path: string,
  maxBytes: number,
  ours: readonly string[] = [],
): DatabaseSync {
  const database = openDatabase(path, maxBytes);
  try {
    // Several windows may start at once, and each makes what is missing.
    database.exec(`PRAGMA busy_timeout = ${OPENING_BUSY_MS}`);
    const rows = database
      .prepare(
        `SELECT substr(sql, 1, ${MAX_SQL_LENGTH + 1}) AS sql FROM sqlite_schema
          WHERE sql IS NOT NULL LIMIT ${MAX_DEFINITIONS + 1}`,
      )
      .all();
    const known = new Set(ours.map((sql) => sql.replace(' IF NOT EXISTS ', ' ')));
    const isOurs = (sql: string) => known.has(sql) || computesNothing(sql);
    if (rows.length > MAX_DEFINITIONS || !rows.every(({ sql }) => isOurs(String(sql)))) {
      throw new ForeignSchemaError();
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** True for a table or index without checks, generated columns and other expressions that call functions. */
function computesNothing(sql: string): boolean {
  if (sql.length > MAX_SQL_LENGTH) return false;
  const columns = DEFINITION.exec(sql)?.[1];
  return columns !== undefined && !columns.replace(HARMLESS, '').includes('(');
}
