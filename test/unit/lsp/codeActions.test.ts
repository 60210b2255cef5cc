import { strict as assert } from 'node:assert';
import { catalogue } from '../../../server/src/actions/catalogue/index.ts';
import { offersFor } from '../../../server/src/actions/offers.ts';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import type { ActionSupport } from '../../../server/src/lsp/actionSupport.ts';
import {
  isWanted,
  linesAskedAbout,
  toCodeAction,
  troublesOf,
} from '../../../server/src/lsp/codeActions.ts';
import { codeActionParams } from '../../../server/src/lsp/door/featureParams.ts';

describe('the kinds of code actions that a client asks for', () => {
  const cases: [only: unknown, isWanted: boolean][] = [
    [undefined, true],
    [null, true],
    [[], true],
    [[''], true],
    [['quickfix'], true],
    [['refactor', 'quickfix'], true],
    [['quickfix.import'], false],
    [['quick'], false],
    [['refactor'], false],
    [['source'], false],
    [['source.fixAll'], false],
  ];
  for (const [only, expected] of cases) {
    it(JSON.stringify(only) ?? 'absent', () => {
      const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      const context = { diagnostics: [], only: only as string[] };
      const params = { textDocument: { uri: 'file:///a' }, range, context };
      assert.equal(isWanted('quickfix', params), expected);
    });
  }

  it('are those below one that is asked for, too', () => {
    const params = { context: { diagnostics: [], only: ['refactor'] } };
    assert.equal(isWanted('refactor.rewrite', params as never), true);
  });
});

describe('a code action', () => {
  const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 1 } });
  const diagnostics = [0, 1, 2].map((line) => ({ range: at(line), message: `wrong ${line}` }));
  const params = { textDocument: { uri: 'file:///a' }, range: at(0), context: { diagnostics } };
  const diagnostic = (line: number) => ({ line, message: `wrong ${line}`, source: undefined });
  const client = (own: Partial<ActionSupport>): ActionSupport => ({
    hasLiterals: true,
    resolves: false,
    hasVersionedEdits: true,
    hasPreview: false,
    createsFiles: false,
    ...own,
  });
  const offer = {
    actionId: 'fix',
    title: 'Fix',
    kind: 'quickfix',
    uri: 'file:///a',
    version: 1,
    diagnostic: diagnostic(1),
  };

  it('is about the diagnostics of its lines', () => {
    assert.deepEqual(toCodeAction(offer, params, client({ resolves: true })), {
      title: 'Fix',
      kind: 'quickfix',
      diagnostics: [diagnostics[1]],
      data: offer,
    });
    const both = { ...offer, diagnostics: [diagnostic(1), diagnostic(2)] };
    const action = toCodeAction(both, params, client({}));
    assert.deepEqual('diagnostics' in action && action.diagnostics, diagnostics.slice(1));
  });

  it('holds a command, or is one for a client that knows nothing else', () => {
    const command = { title: 'Fix', command: 'aurelis.runAction', arguments: [offer] };
    assert.deepEqual(toCodeAction(offer, params, client({})), {
      title: 'Fix',
      kind: 'quickfix',
      diagnostics: [diagnostics[1]],
      command,
    });
    assert.deepEqual(toCodeAction(offer, params, client({ hasLiterals: false })), command);
  });

  it('is about the lines that the user points at, unless the editor asks by itself', () => {
    const pointed = (from: [number, number], to: [number, number], triggerKind?: 1 | 2) => {
      const [start, end] = [from, to].map(([line, character]) => ({ line, character }));
      const context = { diagnostics: [], ...(triggerKind && { triggerKind }) };
      const asked = { ...params, range: { start, end }, context } as typeof params;
      return linesAskedAbout(asked);
    };
    assert.deepEqual(pointed([3, 4], [3, 4]), { first: 3, last: 3 });
    assert.deepEqual(pointed([3, 4], [5, 1], 1), { first: 3, last: 5 });
    assert.deepEqual(pointed([3, 0], [5, 0]), { first: 3, last: 4 });
    assert.deepEqual(pointed([3, 0], [3, 0]), { first: 3, last: 3 });
    assert.deepEqual(pointed([3, 0], [1, 2]), { first: 3, last: 3 });
    assert.equal(pointed([3, 4], [3, 4], 2), undefined);
    assert.deepEqual(pointed([3, 4], [5, 1], 2), { first: 3, last: 5 });
    assert.deepEqual(pointed([3, 4], [3, 6], 1), { first: 3, last: 3 });
  });

  it('is asked for with messages in plain text and in markup', () => {
    const markup = { kind: 'markdown' as const, value: 'as *markup*' };
    const context = { diagnostics: [{ range: at(4), message: markup as never, source: 'ts' }] };
    assert.deepEqual(troublesOf({ ...params, context }), [
      { line: 4, message: 'as *markup*', source: 'ts' },
    ]);
    assert.deepEqual(troublesOf(params)[2], diagnostic(2));
  });

  it('is about the first 100 of a request, however many there are', () => {
    const many = Array.from({ length: 10_000 }, () => ({ range: at(1), message: 'wrong' }));
    const asked = { ...params, context: { diagnostics: many } };
    assert.equal(troublesOf(asked).length, 100);
    const own = { ...diagnostic(1), message: 'wrong' };
    const all = { ...offer, diagnostic: own, diagnostics: [own] };
    const action = toCodeAction(all, asked, client({}));
    assert.equal('diagnostics' in action && action.diagnostics?.length, 100);
  });

  it('carries its own diagnostic alone, once, and without the places that it names', () => {
    const at1 = (message: string, more = {}) => ({ range: at(1), message, ...more });
    const relatedInformation = [{ location: { uri: 'file:///b', range: at(1) }, message: 'b' }];
    const many = [at1('other'), at1('wrong 1', { relatedInformation }), at1('wrong 1')];
    const asked = { ...params, context: { diagnostics: many } };
    const carried = (own: object) => {
      const action = toCodeAction({ ...offer, ...own }, asked, client({}));
      return 'diagnostics' in action ? action.diagnostics : undefined;
    };
    assert.deepEqual(carried({}), [at1('wrong 1')]);
    assert.deepEqual(carried({ diagnostic: { ...diagnostic(1), code: '1' } }), []);
    assert.deepEqual(carried({ lines: { first: 1, last: 1 } }), []);
  });

  it('is small, however much is wrong on one line', () => {
    const message = (index: number) => `${index}`.padEnd(10_000, 'a');
    const asked = codeActionParams({
      textDocument: { uri: 'file:///a' },
      range: at(1),
      context: {
        diagnostics: Array.from({ length: 100 }, (_, index) => ({
          range: at(1),
          message: message(index),
        })),
      },
    });
    const troubles = troublesOf(asked);
    assert.equal(troubles.length, 100);
    assert.equal(troubles[0]?.message.length, 2_000);
    const document = LiveDocument.create('file:///a', 'typescript', 1, 'a\nb\nc\n');
    const offers = offersFor(catalogue, document, troubles);
    assert.equal(offers.length, 21);
    assert.equal(offers.at(-1)?.diagnostics?.length, 100);
    const menu = offers.map((each) => toCodeAction(each, asked, client({})));
    assert.ok(JSON.stringify(menu).length < 600_000);
  });
});
