import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Reading, WatchedProcess } from '../support/watchedProcess.ts';
import { CAPABILITIES, Editor } from './editor.ts';
import { FlakyModel } from './flakyModel.ts';
import type { Work } from './hour.ts';
import { Person } from './person.ts';
import type { Suggestions } from './soakTypist.ts';

const FAST_CLOCK = pathToFileURL(join(import.meta.dirname, 'fastClock.mjs'));
const SEED = 15;
/** Real milliseconds before the process is looked at: what is under way ends, and what was opened is learnt. */
const SETTLE_MS = 1_000;

export interface SoakOptions {
  /** The server's script. */
  readonly script: string;
  /** The work of each part. */
  readonly work: Work;
  readonly parts: number;
  /** Minutes of the server's time in each part, at least. */
  readonly minutes: number;
  /** Parts before the first reading, in which caches fill. */
  readonly warmUpParts: number;
  /** Files that are opened and closed before, and the functions in each. */
  readonly fill: { readonly files: number; readonly functions: number };
  /** How much faster than the real one the server's clock goes. */
  readonly pace: number;
}

export interface Soaked {
  /** The first is after the warm-up, the others after a part each. */
  readonly readings: readonly Reading[];
  readonly suggestions: Suggestions;
  /** Fixes that were applied. */
  readonly fixes: number;
  readonly model: ReadonlyMap<string, number>;
  readonly troubles: readonly string[];
}

/**
 * Lets a person work with a server in parts of some minutes of its time; looks at its process after each, when all files are
 * closed and garbage is collected.
 */
export async function soak(options: SoakOptions): Promise<Soaked> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-soak-'));
  const model = await FlakyModel.start(SEED);
  const { script, pace } = options;
  const watched = await WatchedProcess.start({
    script,
    folder,
    capabilities: CAPABILITIES,
    nodeArguments: ['--expose-gc', '--import', `${FAST_CLOCK.href}?by=${pace}`],
  });
  const person = new Person(new Editor(watched.lsp), model, folder, SEED);
  const read = async (): Promise<Reading> => {
    await person.closeAll();
    await rest(SETTLE_MS);
    model.closeIdle();
    return watched.read();
  };
  try {
    await person.configure();
    await person.fillMemories(options.fill.files, options.fill.functions);
    for (let part = 0; part < options.warmUpParts; part++) await workFor(person, options);
    const readings = [await read()];
    for (let part = 1; part <= options.parts; part++) {
      await workFor(person, options);
      readings.push(await read());
    }
    const { fixes, typist } = person;
    const { suggestions } = typist;
    return { readings, suggestions, fixes, model: model.met, troubles: watched.troubles };
  } finally {
    await watched.stop();
    model.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A part of work, and what is left of its minutes. */
async function workFor(person: Person, { work, minutes, pace }: SoakOptions): Promise<void> {
  const until = performance.now() + (minutes * 60_000) / pace;
  await person.work(work);
  await rest(until - performance.now());
}

const rest = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
