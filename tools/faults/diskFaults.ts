import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Codec, type Sealer } from '../../server/src/cache/codec/codec.ts';
import { DiskTier } from '../../server/src/cache/disk/diskTier.ts';
import type { StoredGeneration } from '../../server/src/pipeline/withCache.ts';
import {
  isCorruption,
  isGone,
  setAside,
  sqliteDriver,
} from '../../server/src/storage/sqliteDriver.ts';
import type { BrokenTier, Fault, TierTools } from './scenario.ts';

/** The faults of the file of answers. */
export const diskFaults: readonly Fault[] = [
  fault('the file is locked by another process', ({ path }) => {
    let holder: ReturnType<typeof spawn> | undefined;
    return {
      breakIt: async () => {
        holder = spawn(process.execPath, ['-e', HOLD, path], {
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        if (holder.stdout !== null) await once(holder.stdout, 'data');
      },
      mend: async () => {
        holder?.kill('SIGKILL');
        if (holder !== undefined) await once(holder, 'exit');
      },
    };
  }),
  fault('the file is read-only', async ({ folder, path }, tools) => {
    const former = diskTier(path, tools);
    await former.get('nothing');
    former.dispose();
    await new Promise((resolve) => setTimeout(resolve, 50));
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    return { tier: await asNobody(() => opened(path, tools)), breakIt: () => undefined };
  }),
  fault('the disk is full', ({ folder }, tools) => {
    const small = join(folder, 'small');
    mkdirSync(small);
    const isMounted =
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]).status === 0;
    if (!isMounted) console.log('      (no small file system here: the file is bounded instead)');
    const path = join(small, 'answers.sqlite');
    const tier = diskTier(path, tools);
    const filler = join(small, 'filler');
    return {
      tier,
      breakIt: () => {
        if (isMounted) fill(filler);
        else new DatabaseSync(path).exec('PRAGMA max_page_count = 1');
      },
      mend: () => rmSync(filler, { force: true }),
      stop: () => {
        if (isMounted) spawnSync('umount', ['-l', small]);
      },
    };
  }),
  fault('the header of the file is overwritten', ({ path }) => ({
    breakIt: () => {
      // Another window's write makes ours read the file again, into which the log has been copied.
      const other = new DatabaseSync(path);
      other.exec("INSERT INTO answers(key, value) VALUES ('other', 'x')");
      other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      other.close();
      const file = openSync(path, 'r+');
      writeSync(file, Buffer.alloc(4_096, 0x58), 0, 4_096, 0);
      closeSync(file);
    },
    mend: () => undefined,
  })),
  fault('bits of the values have flipped', ({ path }) => ({
    breakIt: () => {
      const database = new DatabaseSync(path);
      const rows = database.prepare('SELECT rowid, value FROM answers').all();
      const update = database.prepare('UPDATE answers SET value = ? WHERE rowid = ?');
      for (const [index, { rowid, value }] of rows.entries()) {
        const bytes = Buffer.from(String(value), 'base64');
        const at = (index * 13) % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (index % 8));
        update.run(bytes.toString('base64'), Number(rowid));
      }
      database.close();
    },
    mend: () => undefined,
  })),
  fault('the values are under another key', ({ path }, tools) => {
    let codec: Sealer = new Codec('former');
    const turning: Sealer = {
      seal: (key, value) => codec.seal(key, value),
      open: (key, envelope) => codec.open(key, envelope),
    };
    return {
      tier: diskTier(path, { ...tools, codec: turning }),
      breakIt: () => {
        codec = tools.codec;
      },
      mend: () => undefined,
    };
  }),
  ...[3_600_000, -3_600_000].map((shiftMs) =>
    fault(`the clock jumps ${shiftMs > 0 ? 'ahead' : 'back'} by an hour`, (_, { clock }) => ({
      breakIt: () => {
        clock.wallShiftMs += shiftMs;
      },
      mend: () => undefined,
    })),
  ),
];

/** Takes the file for itself and says so. */
const HOLD = `
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(process.argv[1]);
  database.exec('PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE');
  console.log('locked');
  setInterval(() => undefined, 1000);
`;

function diskTier(path: string, { codec, clock, incident, onTrouble }: TierTools) {
  return new DiskTier<StoredGeneration>(
    { path, maxBytes: 1e8, ttlMs: 86_400_000 },
    {
      codec,
      clock,
      driver: sqliteDriver,
      isCorruption,
      isGone,
      setAside,
      holder: 'me',
      incident,
      onTrouble,
    },
  );
}

/** A tier that has opened its file, or has failed to. */
async function opened(path: string, tools: TierTools) {
  const tier = diskTier(path, tools);
  await tier.get('nothing').catch(() => undefined);
  return tier;
}

/** Root may write everywhere: for a moment we are somebody else. */
async function asNobody<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

type How = Partial<BrokenTier> & Pick<BrokenTier, 'breakIt'>;

function fault(
  name: string,
  how: (
    where: { readonly folder: string; readonly path: string },
    tools: TierTools,
  ) => How | Promise<How>,
): Fault {
  return {
    name,
    tier: 'disk',
    create: async (tools) => {
      const folder = mkdtempSync(join(tmpdir(), 'aurelis-faults-'));
      const path = join(folder, 'answers.sqlite');
      const { tier, stop, ...rest } = await how({ folder, path }, tools);
      return {
        ...rest,
        tier: tier ?? diskTier(path, tools),
        stop: async () => {
          await stop?.();
          chmodSync(folder, 0o755);
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  };
}

function fill(path: string): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(4_096), { flag: 'a' });
  } catch {
    // Full, as wished.
  }
}
