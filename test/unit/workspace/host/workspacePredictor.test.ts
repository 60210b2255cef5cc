import { strict as assert } from 'node:assert';
import { getEventListeners } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DocumentStore } from '../../../../server/src/documents/documentStore.ts';
import { SharingPolicy } from '../../../../server/src/privacy/sharingPolicy.ts';
import { MAX_GROWTH } from '../../../../server/src/workspace/host/overgrowth.ts';
import { WorkspacePredictor } from '../../../../server/src/workspace/host/workspacePredictor.ts';
import { ROOT } from '../../../../tools/root.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

const WORKER = new URL('../../../../server/src/workspace/host/worker.ts', import.meta.url);
const never = new AbortController().signal;
const queryAfter = (prefix: string) => ({
  uri: 'file:///open.ts',
  languageId: 'typescript',
  prefix,
  suffix: '',
  maxLines: 12,
});

describe('the workspace predictor in its worker', () => {
  let folder: string;
  let documents: DocumentStore;
  let clock: FakeClock;
  let predictor: WorkspacePredictor;
  let changes: number;
  /** Resolves at the next change of the predictor's state. */
  let changed: PromiseWithResolvers<void>;

  const begin = (worker = WORKER) => {
    changes = 0;
    changed = Promise.withResolvers();
    const folders = [folder];
    const sharing = { exclude: [], hidden: ['**/*.py'] };
    const policy = new SharingPolicy(folders, clock, sharing);
    const options = { worker, folders, sharing, policy };
    predictor = new WorkspacePredictor(options, documents, clock, () => {
      changes++;
      changed.resolve();
    });
  };
  const ready = async () => {
    await changed.promise;
    assert.equal(predictor.state().state, 'ready');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-'));
    cpSync(join(ROOT, 'examples/workspace'), folder, { recursive: true });
    documents = new DocumentStore();
    clock = new FakeClock();
  });

  afterEach(() => {
    predictor.dispose();
    rmSync(folder, { recursive: true });
  });

  it('reads the folders, and then completes from them', async () => {
    begin();
    assert.equal(await predictor.predict(queryAfter('findCustomer(id: st'), never), undefined);
    await ready();
    assert.equal(predictor.state().files, 6);
    assert.equal(changes, 1);
    const prediction = await predictor.predict(
      queryAfter('export function findOrder(id: st'),
      never,
    );
    assert.match(prediction?.text ?? '', /^ring/);
    assert.deepEqual(getEventListeners(never, 'abort'), []);
  });

  it('learns what is typed in another document once it rests', async () => {
    begin();
    await ready();
    const line = 'const brandNewName = computeBrandNewThing(firstArgument, secondArgument);\n';
    const query = queryAfter('const brandNewName = compute');
    assert.equal(await predictor.predict(query, never), undefined);
    documents.open('file:///other.ts', 'typescript', 1, line.repeat(4));
    await clock.pass(1_999);
    assert.equal(await predictor.predict(query, never), undefined);
    await clock.pass(1);
    assert.match((await predictor.predict(query, never))?.text ?? '', /^BrandNewThing/);
  });

  it('reads the folders anew once too many words were learnt, and then not again', async () => {
    begin();
    await ready();
    const query = queryAfter('const brandNewName = compute');
    await predictor.predict(query, never);
    for (const [index, uri] of ['file:///one.ts', 'file:///two.ts'].entries()) {
      const words = Array.from({ length: MAX_GROWTH / 2 + 1 }, (_, at) => `w${index}${at}`);
      documents.open(uri, 'typescript', 1, words.join('\n'));
    }
    await clock.pass(2_000);
    // A document is learnt in steps, between which questions are answered.
    while (predictor.state().state === 'ready') await predictor.predict(query, never);
    changed = Promise.withResolvers();
    await ready();
    for (let times = 0; times < 500; times++) await predictor.predict(query, never);
    assert.equal(predictor.state().state, 'ready');
  });

  it('learns thousands that rest at once a few at a time: the worker has not to hold them all', async () => {
    begin();
    await ready();
    const turns: (() => void)[] = [];
    clock.soon = (callback) => void turns.push(callback);
    const learnt: string[] = [];
    const { get } = documents;
    documents.get = (uri) => {
      learnt.push(uri);
      return get.call(documents, uri);
    };
    for (let index = 0; index < 20; index++)
      documents.open(`file:///many${index}.ts`, 'typescript', 1, 'a');
    await clock.pass(2_000);
    turns.shift()?.();
    assert.equal(learnt.length, 8);
    assert.equal(turns.length, 0);
    for (let times = 0; learnt.length < 20 && times < 1_000; times++)
      await predictor.predict(queryAfter('x'), never);
    assert.equal(learnt.length, 20);
    assert.equal(new Set(learnt).size, 20);
  });

  it('learns nothing from documents that hold secrets', async () => {
    begin();
    await ready();
    const line = 'const brandNewName = computeBrandNewThing(firstArgument, secondArgument);\n';
    documents.open('file:///.env', 'properties', 1, line.repeat(4));
    await clock.pass(10_000);
    const query = queryAfter('const brandNewName = compute');
    assert.equal(await predictor.predict(query, never), undefined);
  });

  it('answers nobody who has gone', async () => {
    begin();
    await ready();
    assert.equal(await predictor.predict(queryAfter('x'), AbortSignal.abort()), undefined);
    const controller = new AbortController();
    const asked = predictor.predict(
      queryAfter('export function findOrder(id: st'),
      controller.signal,
    );
    controller.abort();
    assert.equal(await asked, undefined);
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
  });

  it('learns nothing from what is too long, or closed by then', async () => {
    begin();
    await ready();
    const line = 'const brandNewName = computeBrandNewThing(firstArgument, secondArgument);\n';
    documents.open('file:///long.ts', 'typescript', 1, line.repeat(8_000));
    documents.open('file:///closed.ts', 'typescript', 1, line.repeat(4));
    documents.close('file:///closed.ts');
    await clock.pass(10_000);
    const query = queryAfter('const brandNewName = compute');
    assert.equal(await predictor.predict(query, never), undefined);
  });

  it('lets nobody wait, and hears of no more documents, once it is disposed of', async () => {
    begin();
    await ready();
    documents.open('file:///other.ts', 'typescript', 1, 'let a;');
    const asked = predictor.predict(queryAfter('x'), never);
    predictor.dispose();
    assert.equal(await asked, undefined);
    documents.open('file:///another.ts', 'typescript', 1, 'let a;');
    assert.deepEqual([clock.pending, predictor.state().state, changes], [0, 'off', 2]);
  });

  it('is off, and lets nobody wait, when its worker dies', async () => {
    const broken = join(folder, 'broken.mjs');
    writeFileSync(broken, 'throw new Error("as a defect would");');
    begin(new URL(`file://${broken}`));
    await changed.promise;
    assert.equal(predictor.state().state, 'off');
    assert.equal(await predictor.predict(queryAfter('x'), never), undefined);
  });
});
