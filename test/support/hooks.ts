import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { seedFrom } from '../../tools/propertySeed.ts';

const SOCKETS = ['TCPSocketWrap', 'TCPServerWrap', 'TLSWrap', 'PipeWrap', 'MessagePort'];
const SETTLES_WITHIN_MS = 1_000;

/** Sockets, servers and worker threads that are open now. */
const openResources = (): string[] =>
  process
    .getActiveResourcesInfo()
    .filter((kind) => SOCKETS.includes(kind))
    .sort();

let before: string[] = [];
let rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);

/** Seed of all property tests of a run: the same run with it fails as this one did. */
const seed = seedFrom(process.env.AURELIS_SEED, Math.random);
fc.configureGlobal({ seed });

/**
 * Fails a test that leaves a socket, a server or a worker open, or a promise rejected unheard. Tells the seed of the
 * property tests, where it has drawn it.
 */
export const mochaHooks = {
  beforeAll() {
    // Whoever chose it has told it.
    if (process.env.AURELIS_SEED === undefined) console.log(`property tests: AURELIS_SEED=${seed}`);
    process.on('unhandledRejection', onRejection);
  },
  beforeEach() {
    before = openResources();
    rejections = [];
  },
  async afterEach() {
    const giveUpAt = Date.now() + SETTLES_WITHIN_MS;
    while (openResources().length > before.length && Date.now() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.deepEqual(rejections, [], 'a promise was rejected and nobody listened');
    assert.ok(
      openResources().length <= before.length,
      `left open: ${openResources()} (before: ${before})`,
    );
  },
  afterAll() {
    process.off('unhandledRejection', onRejection);
  },
};
