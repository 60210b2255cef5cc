import { strict as assert } from 'node:assert';
import { ResponseError } from 'vscode-languageserver';
import type { ActionOffer } from '../../../server/src/actions/offers.ts';
import type { ActionOutcome } from '../../../server/src/actions/outcome.ts';
import type { ActionProvider } from '../../../server/src/actions/provider.ts';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { Spellings } from '../../../server/src/documents/spellings.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { ActionSupport } from '../../../server/src/lsp/actionSupport.ts';
import { ClientRequests } from '../../../server/src/lsp/door/clientRequests.ts';
import { EditorSurfaces } from '../../../server/src/lsp/editorSurfaces.ts';
import { resolveAction, runAction } from '../../../server/src/lsp/runAction.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const URI = 'file:///project/a.ts';
const OFFER: ActionOffer = {
  actionId: 'fix',
  title: 'Fix',
  kind: 'quickfix',
  uri: URI,
  version: 1,
  diagnostic: { line: 0, message: 'wrong', source: 'ts' },
};
const edited = (changes: object = {}): ActionOutcome => ({
  kind: 'edit',
  uri: URI,
  version: 1,
  edits: [{ first: 0, end: 1, lines: ['let b;'], isSure: true }],
  left: [],
  lines: ['let a;'],
  isRewrite: false,
  ...changes,
});
const unsure = edited({ edits: [{ first: 0, end: 1, lines: ['let b;'], isSure: false }] });

type Run = ActionProvider['run'];

describe('an action that is carried out', () => {
  let pair: MemoryPair;
  let documents: DocumentStore;
  let support: ActionSupport;
  let clock: FakeClock;
  let applied: number;
  let isTrusted: boolean;
  let custom: string[];
  beforeEach(async () => {
    pair = memoryPair({ 'workspace/applyEdit': () => ({ applied: true }) });
    documents = new DocumentStore();
    documents.open(URI, 'typescript', 1, 'let a;');
    support = {
      hasLiterals: true,
      resolves: false,
      hasVersionedEdits: true,
      hasPreview: true,
      createsFiles: true,
    };
    clock = new FakeClock();
    applied = 0;
    isTrusted = true;
    custom = [];
    await pair.initialize({ window: { workDoneProgress: true } });
  });
  afterEach(() => pair.close());

  const actionsOf = (outcome: ActionOutcome | Error | Run) => {
    const run: Run = async (...args) => {
      if (typeof outcome === 'function') return outcome(...args);
      if (outcome instanceof Error) throw outcome;
      return outcome;
    };
    const actions = {
      run,
      applied: () => applied++,
      actionOf: () => undefined,
      brought: (each: ActionOutcome) => {
        const now = each.kind === 'edit' ? documents.get(each.uri) : undefined;
        const isOutdated = each.kind === 'edit' && now?.version !== each.version;
        return isOutdated ? { kind: 'outdated' } : each;
      },
      preview: 'rewrites',
    };
    return actions as unknown as ActionProvider;
  };
  const editor = () => ({
    connection: pair.server,
    documents,
    spellings: new Spellings(),
    clock,
    isTrusted: () => isTrusted,
    support: () => support,
    newId: () => 'an id',
    surfaces: new EditorSurfaces(
      new ClientRequests(pair.server, clock, () => new Set(custom)),
      clock,
    ),
  });
  const run = async (outcome: ActionOutcome | Error | Run, offer = OFFER) => {
    await runAction(editor(), actionsOf(outcome), offer);
    await pair.heard();
  };
  const edits = () =>
    pair.requests
      .filter(({ method }) => method === 'workspace/applyEdit')
      .map((each) => each.params);
  const progress = () =>
    pair.notifications
      .filter(({ method }) => method === '$/progress')
      .map(({ params }) => params.value);

  it('keeps the lines of an explanation in a message', async () => {
    await run({ kind: 'text', text: 'It is:\n\n- [a](command:x)' });
    assert.deepEqual(pair.messages(), ['It is:\n\n- [a] (command:x)']);
  });

  it('shows its progress, and has the editor make its edit', async () => {
    await run(async (_offer, { onProgress }) => {
      onProgress(2);
      return edited();
    });
    assert.equal(edits()[0]?.edit.documentChanges[0].edits[0].newText, 'let b;');
    assert.deepEqual([edits().length, applied, pair.messages()], [1, 1, []]);
    assert.deepEqual(
      progress().map(({ kind, title, message, cancellable }) => [
        kind,
        title ?? message,
        cancellable,
      ]),
      [
        ['begin', 'Fix', true],
        ['report', '2 lines', undefined],
        ['end', undefined, undefined],
      ],
    );
  });

  it('says in a folder that is not trusted that this is why no model is asked', async () => {
    isTrusted = false;
    const error = new EndpointError('', 'noEndpoint');
    await run(error);
    assert.match(pair.messages()[0] ?? '', /this folder is not trusted/);
    await assert.rejects(
      resolveAction(editor(), actionsOf(error), OFFER, new AbortController().signal),
      /this folder is not trusted/,
    );
  });

  it('is carried out without progress where the editor shows none, refuses, or does not answer', async () => {
    pair.answers['window/workDoneProgress/create'] = () => new ResponseError(-32603, 'no');
    await run(edited());
    assert.equal(applied, 1);
    const asked = Promise.withResolvers<void>();
    pair.answers['window/workDoneProgress/create'] = () => {
      asked.resolve();
      return new Promise(() => undefined);
    };
    const running = run(edited());
    await asked.promise;
    await clock.pass(2_000);
    await running;
    assert.deepEqual([applied, progress()], [2, []]);
  });

  it('has its edit without versions where the editor knows none', async () => {
    support = { ...support, hasVersionedEdits: false, hasPreview: false };
    await run(edited());
    const { changes, ...rest } = edits()[0]?.edit ?? {};
    assert.deepEqual([Object.keys(changes), rest], [[URI], {}]);
    assert.equal(changes[URI][0].newText, 'let b;');
  });

  it('says nothing more where the editor has refused the edit by an error', async () => {
    pair.answers['workspace/applyEdit'] = () => new ResponseError(-32603, 'User said no');
    await run(edited());
    assert.deepEqual([applied, pair.messages()], [0, []]);
  });

  it('counts blocks where it mends several', async () => {
    const offer = { ...OFFER, diagnostics: [OFFER.diagnostic] };
    await run(async (_offer, { onProgress }) => {
      onProgress(1);
      return edited();
    }, offer);
    assert.equal(progress()[1].message, '1 blocks done');
  });

  it('says that the document was edited where the editor does not make the edit', async () => {
    pair.answers['workspace/applyEdit'] = () => ({ applied: false });
    await run(edited());
    assert.equal(applied, 0);
    assert.match(pair.messages()[0] ?? '', /was edited meanwhile/);
  });

  it('asks for a review of what is not sure, and takes no for an answer', async () => {
    pair.answers['workspace/applyEdit'] = () => ({ applied: false });
    await run(unsure);
    assert.equal(edits().length, 1);
    assert.deepEqual(
      pair.messages().map((text) => /may not belong exactly there/.test(text)),
      [true],
    );
  });

  it('asks for a review alone of a sure change that the user wants to see first', async () => {
    await run(edited({ isRewrite: true }));
    assert.match(
      JSON.stringify(edits()),
      /"label":"Review this change[^}]*"needsConfirmation":true/,
    );
    assert.doesNotMatch(JSON.stringify(edits()), /may not belong/);
    assert.deepEqual(pair.messages(), [
      'Aurelis: review this change, select its check box, then choose Apply.',
    ]);
  });

  it('names the setting where a change is to be seen first and cannot be', async () => {
    support = { ...support, hasPreview: false };
    await run(edited({ isRewrite: true }));
    assert.deepEqual(edits(), []);
    assert.match(pair.messages()[0] ?? '', /`aurelis.actions.preview` asks for a preview/);
  });

  it('leaves out what is not sure where the editor cannot show it first', async () => {
    support = { ...support, hasPreview: false };
    await run(unsure);
    assert.deepEqual(edits(), []);
    assert.match(pair.messages()[0] ?? '', /this editor cannot show a preview/);
  });

  it('says which blocks it leaves', async () => {
    await run(edited({ left: ['cut', 'cut'] }));
    assert.equal(edits().length, 1);
    assert.match(pair.messages()[0] ?? '', /left 2 places unchanged/);
  });

  it('changes nothing of a document that has moved on or was closed', async () => {
    documents.change(URI, 2, [{ text: 'let c;' }]);
    await run(edited());
    documents.close(URI);
    await run(edited());
    assert.deepEqual(edits(), []);
    assert.equal(pair.messages().filter((text) => /edited meanwhile/.test(text)).length, 2);
  });

  it('says why nothing is changed', async () => {
    await run({ kind: 'unchanged' });
    assert.match(pair.messages()[0] ?? '', /proposes no change/);
    await run(new EndpointError('first', 'unauthorized', { status: 401 }));
    assert.match(pair.messages()[1] ?? '', /"first" refuses the API key \(HTTP 401\)/);
    assert.deepEqual([edits(), applied], [[], 0]);
    assert.equal(progress().at(-1).kind, 'end');
  });

  it('stops when its progress is cancelled, without a word', async () => {
    await run(async (_offer, { signal }) => {
      const [{ params } = { params: {} }] = pair.requests;
      const { token } = params;
      const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
      await pair.client.sendNotification('window/workDoneProgress/cancel', { token });
      await aborted;
      throw new CancelledError();
    });
    assert.deepEqual([edits(), pair.messages()], [[], []]);
    assert.equal(progress().at(-1).kind, 'end');
  });

  it('hides no defect, and ends its progress all the same', async () => {
    await assert.rejects(run(new TypeError('a defect')), /a defect/);
    await pair.heard();
    assert.equal(progress().at(-1).kind, 'end');
  });

  describe('for an editor that applies the edit itself', () => {
    const resolve = (outcome: ActionOutcome | Error) =>
      resolveAction(editor(), actionsOf(outcome), OFFER, new AbortController().signal);

    it('is its edit, or none with the reason in a message', async () => {
      assert.ok((await resolve(edited()))?.documentChanges);
      assert.equal(await resolve({ kind: 'unchanged' }), undefined);
      await pair.heard();
      assert.equal(pair.messages().length, 1);
      assert.deepEqual(edits(), []);
    });

    it('is refused with a sentence where no endpoint carries it out', async () => {
      const refused = resolve(new EndpointError('first', 'unauthorized'));
      await assert.rejects(
        refused,
        /^AnswerError: Aurelis could not do this: the endpoint "first"/,
      );
      await assert.rejects(resolve(new CancelledError()), CancelledError);
    });
  });
});
