import { strict as assert } from 'node:assert';
import type { ActionOffer } from '../../../server/src/actions/offers.ts';
import type { EditOutcome } from '../../../server/src/actions/outcome.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { Spellings } from '../../../server/src/documents/spellings.ts';
import type { ActionEditor } from '../../../server/src/lsp/actionEditor.ts';
import { checkRepair } from '../../../server/src/lsp/checkRepair.ts';
import { ClientRequests } from '../../../server/src/lsp/door/clientRequests.ts';
import { EditorSurfaces } from '../../../server/src/lsp/editorSurfaces.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const URI = 'file:///project/a.ts';
const OFFER: ActionOffer = {
  actionId: 'fix',
  title: 'Fix',
  kind: 'quickfix',
  uri: URI,
  version: 1,
  diagnostic: { line: 10, message: 'wrong', source: 'ts' },
};
const LINES = Array.from({ length: 30 }, (_, index) => `line ${index};`);
const OUTCOME: EditOutcome = {
  kind: 'edit',
  uri: URI,
  version: 1,
  edits: [{ first: 10, end: 11, lines: ['better;', 'and more;'], isSure: true }],
  left: [],
  lines: LINES,
  isRewrite: false,
};
const problem = (line: number, message: string, isError = true, source = 'ts') => ({
  line,
  message,
  isError,
  source,
});

describe('the look at a repair that was made', () => {
  let pair: MemoryPair;
  let documents: DocumentStore;
  let custom: string[];
  let clock: FakeClock;
  let told: { before: unknown; after: unknown };
  beforeEach(async () => {
    clock = new FakeClock();
    told = { before: [problem(10, 'wrong')], after: [] };
    pair = memoryPair({
      'aurelis/diagnostics': ({ isAfterEdit }) => ({
        diagnostics: isAfterEdit ? told.after : told.before,
      }),
    });
    documents = new DocumentStore();
    documents.open(URI, 'typescript', 2, LINES.join('\n'));
    custom = ['aurelis/diagnostics'];
    await pair.initialize({});
  });
  afterEach(() => pair.close());

  async function look(offer = OFFER) {
    const client = new ClientRequests(pair.server, clock, () => new Set(custom));
    const surfaces = new EditorSurfaces(client, clock);
    const editor = { connection: pair.server, documents, spellings: new Spellings(), surfaces };
    const check = await checkRepair(editor as unknown as ActionEditor, offer, OUTCOME);
    const next = await check?.();
    await pair.heard();
    return next;
  }

  it('says nothing where the problem is gone', async () => {
    assert.equal(await look(), undefined);
    assert.deepEqual(pair.messages(), []);
  });

  it('says that the problem is still there, and changes nothing unasked', async () => {
    told.after = [problem(11, 'wrong')];
    assert.equal(await look(), undefined);
    assert.match(pair.messages()[0] ?? '', /still there.*Try again/);
  });

  it('tells a new try what came of this one, where the user wants one', async () => {
    told.after = [problem(11, 'wrong')];
    pair.answers['window/showMessageRequest'] = () => ({ title: 'Try Again' });
    const next = await look();
    assert.equal(next?.offer.version, 2);
    assert.equal(next?.offer.diagnostic.line, 11);
    assert.equal(next?.how.isFresh, true);
    assert.match(next?.how.lastTry ?? '', /line 10;\nto these.*\nbetter;\nand more;/);
  });

  it('says of a new error nearby what it is', async () => {
    told.after = [problem(14, 'Cannot find name "more"')];
    await look();
    assert.match(pair.messages()[0] ?? '', /new problem here: Cannot find name/);
  });

  it('holds nothing against a repair that was there before, is far away, or no error', async () => {
    told.before = [problem(10, 'wrong'), problem(12, 'old')];
    told.after = [problem(13, 'old'), problem(16, 'far below'), problem(6, 'far above')];
    assert.equal(await look(), undefined);
    told.after = [problem(11, 'a hint', false), problem(11, 'wrong', true, 'eslint')];
    told.before = [problem(10, 'wrong'), problem(9, 'wrong', true, 'eslint')];
    assert.equal(await look(), undefined);
    assert.deepEqual(pair.messages(), []);
  });

  it('does not look where the editor does not tell, or all of several were mended', async () => {
    told.after = [problem(11, 'wrong')];
    assert.equal(await look({ ...OFFER, lines: { first: 1, last: 2 } }), undefined);
    assert.equal(await look({ ...OFFER, diagnostics: [OFFER.diagnostic] }), undefined);
    custom = [];
    assert.equal(await look(), undefined);
    custom = ['aurelis/diagnostics'];
    told.after = 'nothing that is a list';
    assert.equal(await look(), undefined);
    told.after = [problem(11, 'wrong')];
    documents.close(URI);
    assert.equal(await look(), undefined);
    assert.deepEqual(pair.messages(), []);
  });

  it('does not wait for an editor that never answers', async () => {
    pair.answers['aurelis/diagnostics'] = () => new Promise(() => undefined);
    const looked = look();
    for (let tries = 0; tries < 20 && clock.pending === 0; tries++) await pair.heard();
    await clock.pass(2_000);
    assert.equal(await looked, undefined);
  });

  it('says what an editor told harmlessly', async () => {
    told.after = [problem(11, '[click](command:rm) <b>bold</b>')];
    await look();
    assert.doesNotMatch(pair.messages()[0] ?? '', /\]\(command:/);
  });
});
