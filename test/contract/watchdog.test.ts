import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../tools/root.ts';

const APP = pathToFileURL(join(ROOT, 'server/src/app/')).href;
const CLOCK = pathToFileURL(join(ROOT, 'server/src/base/clock.ts')).href;
/** Milliseconds between two signs of life here. */
const INTERVAL_MS = 20;

const folder = mkdtempSync(join(tmpdir(), 'aurelis-watchdog-'));
let scripts = 0;

/** A process with a watchdog, that runs `then` a while after its start. */
const withWatchdog = (then: string, watched: number, intervalMs: number) => `
  import { Watchdog } from '${APP}watchdog.ts';
  import { systemClock } from '${CLOCK}';
  const thread = new URL('${APP}watchdogThread.ts');
  const dog = new Watchdog({ thread, clock: systemClock, intervalMs: ${intervalMs} });
  dog.watch(${watched});
  process.on('SIGTERM', () => process.exit(0));
  setTimeout(() => { console.log('now'); ${then} }, 1_500);`;

const start = (then: string, watched = process.pid, intervalMs = INTERVAL_MS) => {
  const script = join(folder, `${++scripts}.mjs`);
  writeFileSync(script, withWatchdog(then, watched, intervalMs));
  const child = spawn(process.execPath, [script]);
  let errors = '';
  child.stderr.on('data', (part) => {
    errors += part;
  });
  return { child, ended: once(child, 'exit'), errors: () => errors };
};

/** The number of a process that has ended. */
const gone = (): number => spawnSync(process.execPath, ['--version']).pid;

describe('the watchdog', function () {
  this.timeout(60_000);
  after(() => rmSync(folder, { recursive: true }));

  it('ends a process that stands still, whatever signals it was sent, and says so', async () => {
    const { child, ended, errors } = start('for (;;);');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.match(errors(), /^The Aurelis server stood still/);
  });

  it('ends it sooner where the process that it watches is gone', async () => {
    // A tenth of the time after which it would end in any case.
    const { ended } = start(
      `for (const end = Date.now() + ${INTERVAL_MS * 15}; Date.now() < end;);
      process.exit(0);`,
      gone(),
    );
    assert.deepEqual(await ended, [null, 'SIGKILL']);
  });

  it('lets a process be that lives, and lets it end by itself', async () => {
    const { ended, errors } = start('setTimeout(() => undefined, 3_000);', gone(), 400);
    assert.deepEqual([await ended, errors()], [[0, null], '']);
  });
});
