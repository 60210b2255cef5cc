import { strict as assert } from 'node:assert';
import { silent } from '../../../../server/src/completion/decision/decision.ts';
import {
  DecisionLog,
  type LoggedDecision,
} from '../../../../server/src/completion/decision/decisionLog.ts';
import { EndpointError } from '../../../../server/src/domain/endpointError.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';
import { completionEditor, type EditorOptions } from '../../../support/completionEditor.ts';

const URI = 'file:///project/a.ts';
type Editor = ReturnType<typeof completionEditor>;

/** The last decision on the first line: the reason for silence, or where what is shown came from. */
function lastOf({ decisions }: Editor): string | undefined {
  const [last] = decisions.onLine(URI, 0, 1);
  if (last === undefined) return undefined;
  const { decision } = last;
  return decision.kind === 'show' ? `shown from ${decision.from}` : decision.reason;
}

const editorWith = (options: EditorOptions = {}) =>
  completionEditor({ upstream: 'b();', ...options });

describe('the reason for showing nothing', () => {
  it('is none where something is shown, and tells from where', async () => {
    const editor = editorWith();
    await editor.type('a = |');
    assert.equal(lastOf(editor), 'shown from upstream');
    await editor.type('a = b|');
    assert.equal(lastOf(editor), 'shown from trie');
  });

  it('is a gate', async () => {
    const editor = editorWith();
    await editor.type('a|b');
    assert.equal(lastOf(editor), 'midWord');
    await editor.type('a = | b');
    assert.equal(lastOf(editor), 'midLine');
  });

  it('is that nobody has anything to say; the second time, that this is known', async () => {
    const editor = editorWith({ upstream: '' });
    await editor.type('a = |');
    assert.equal(lastOf(editor), 'nothingFound');
    await editor.type('a = |');
    assert.equal(lastOf(editor), 'knownEmpty');
    const known = editorWith({ known: '', upstream: '' });
    await known.type('a = |');
    assert.notEqual(lastOf(known), undefined);
  });

  it('is that no endpoint may be asked, or that it failed, with its error', async () => {
    const idle = editorWith({ isAvailable: false });
    await idle.type('a = |');
    assert.equal(lastOf(idle), 'noEndpoint');
    const failing = editorWith({ upstream: new EndpointError('scripted', 'unauthorized') });
    await failing.type('a = |');
    assert.deepEqual(failing.decisions.onLine(URI, 0, 1)[0]?.decision, {
      kind: 'silent',
      reason: 'failed',
      error: 'unauthorized',
    });
  });

  it('is the refusal of the user, also the second time that it is asked', async () => {
    const editor = editorWith();
    await editor.type('a = |');
    editor.dismiss();
    await editor.type('a = |');
    assert.equal(lastOf(editor), 'refused');
    await editor.type('a = |');
    assert.equal(lastOf(editor), 'refused');
  });

  it('is that the user typed on', async () => {
    const editor = editorWith({ upstream: () => new Promise(() => undefined) });
    await editor.type('a = |', { leaveAfter: 150, wait: 200 }).catch(() => undefined);
    assert.equal(lastOf(editor), 'superseded');
  });

  it('is counted, once a request', async () => {
    const editor = editorWith({ upstream: '' });
    await editor.type('a = |');
    await editor.type('a|b');
    assert.deepEqual(editor.events, [
      { kind: 'completionSilent', reason: 'nothingFound', isKnown: false },
      { kind: 'completionSilent', reason: 'midWord', isKnown: false },
    ]);
  });

  it('is forgotten with the document', async () => {
    const editor = editorWith({ upstream: '' });
    await editor.type('a = |');
    editor.close();
    assert.equal(lastOf(editor), undefined);
  });
});

describe('the log of decisions', () => {
  const place = (line: number) => ({ line, character: 2 });

  it('gives the newest of a line first, and tells of each', () => {
    const told: LoggedDecision[] = [];
    const log = new DecisionLog(new FakeClock(), (logged) => told.push(logged));
    log.add(URI, place(1), silent('midWord'));
    log.add(URI, place(2), silent('midLine'));
    log.add(URI, place(1), silent('undone'));
    const reasons = log
      .onLine(URI, 1, 5)
      .map(({ decision }) => decision.kind === 'silent' && decision.reason);
    assert.deepEqual(reasons, ['undone', 'midWord']);
    assert.equal(log.onLine(URI, 1, 1).length, 1);
    assert.equal(told.length, 3);
  });

  it('follows edits: lines move, and what was replaced is told of no more', () => {
    const log = new DecisionLog(new FakeClock(), () => undefined);
    for (const line of [1, 4, 6]) log.add(URI, place(line), silent('midWord'));
    log.follow(URI, { start: { line: 2, character: 0 }, removed: '', inserted: 'a\nb\n' });
    const told = (line: number) => log.onLine(URI, line, 5).length;
    assert.deepEqual([1, 4, 6, 8].map(told), [1, 0, 1, 1]);
    log.follow(URI, { start: { line: 5, character: 0 }, removed: 'x\ny\n', inserted: '' });
    assert.deepEqual([1, 4, 6].map(told), [1, 0, 1]);
  });

  it('says since when a model is being asked, until that is decided', () => {
    const clock = new FakeClock();
    const log = new DecisionLog(clock, () => undefined);
    log.asking(URI, place(1));
    assert.equal(log.askingSince(URI, 1), clock.now());
    assert.equal(log.askingSince(URI, 2), undefined);
    log.add(URI, { line: 1, character: 1 }, silent('superseded'));
    assert.equal(log.askingSince(URI, 1), clock.now(), 'the one before has been overtaken');
    log.add(URI, place(1), silent('nothingFound'));
    assert.equal(log.askingSince(URI, 1), undefined);
  });

  it('keeps nothing of a document in which nothing was decided, however it is edited', () => {
    const log = new DecisionLog(new FakeClock(), () => undefined);
    log.add(URI, place(0), silent('midWord'));
    const edit = { start: { line: 0, character: 0 }, removed: '', inserted: '\n' };
    for (let index = 0; index < 60; index++) log.follow(`${URI}${index}`, edit);
    for (let index = 0; index < 49; index++) log.add(`other${index}`, place(0), silent('midWord'));
    assert.equal(log.onLine(URI, 0, 1).length, 1);
  });

  it('keeps the last 200 of a document, and 50 documents', () => {
    const log = new DecisionLog(new FakeClock(), () => undefined);
    for (let index = 0; index < 250; index++) log.add(URI, place(0), silent('midWord'));
    assert.equal(log.onLine(URI, 0, 1_000).length, 200);
    for (let index = 0; index < 49; index++) log.add(`${URI}${index}`, place(0), silent('midWord'));
    assert.equal(log.onLine(URI, 0, 1).length, 1);
    log.add(URI, place(0), silent('midWord'));
    log.add('file:///another.ts', place(0), silent('midWord'));
    assert.equal(log.onLine(URI, 0, 1).length, 1, 'the one used last stays');
    assert.equal(log.onLine(`${URI}0`, 0, 1).length, 0);
  });
});
