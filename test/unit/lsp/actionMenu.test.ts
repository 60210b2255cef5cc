import { strict as assert } from 'node:assert';
import type { CodeActionParams } from 'vscode-languageserver';
import { customActions } from '../../../server/src/actions/catalogue/custom.ts';
import { ActionProvider, type PreviewWish } from '../../../server/src/actions/provider.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { actionMenu, type MenuClient, setUpEntry } from '../../../server/src/lsp/actionMenu.ts';
import type { ActionSupport } from '../../../server/src/lsp/actionSupport.ts';
import { aPolicy } from '../../../tools/testing/aPolicy.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const URI = 'file:///project/a.ts';
const LINES = ['function twice(value) {', '  return valu * 2;', '}', '', 'use(twic(1));', ''];
const INVOKED = 1;
const AUTOMATIC = 2;

interface Asked {
  readonly first?: number;
  readonly last?: number;
  /** Lines with problems. */
  readonly wrong?: readonly number[];
  readonly only?: readonly string[];
  readonly trigger?: 1 | 2;
}

interface Client {
  readonly isOurs?: boolean;
  readonly can?: Partial<Record<'canAsk' | 'canPreview' | 'canExplain' | 'canShowFiles', boolean>>;
  readonly support?: Partial<ActionSupport>;
  readonly preview?: PreviewWish;
  readonly languageId?: string;
}

const paramsOf = ({
  first = 1,
  last = first,
  wrong = [],
  only,
  trigger = INVOKED,
}: Asked): CodeActionParams => {
  const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 4 } });
  return {
    textDocument: { uri: URI },
    range: {
      start: { line: first, character: 0 },
      end: { line: last, character: last > first ? 1 : 0 },
    },
    context: {
      diagnostics: wrong.map((line) => ({
        range: at(line),
        message: `wrong ${line}`,
        source: 'ts',
      })),
      triggerKind: trigger,
      ...(only === undefined ? {} : { only: [...only] }),
    },
  };
};

const clientOf = ({ isOurs = true, can = {}, support = {} }: Client): MenuClient => ({
  isOurs: () => isOurs,
  support: () => ({
    hasLiterals: true,
    resolves: false,
    hasVersionedEdits: true,
    hasPreview: false,
    createsFiles: false,
    ...support,
  }),
  surfaces: {
    canAsk: true,
    canPreview: true,
    canExplain: true,
    canShowFiles: true,
    ...can,
  } as never,
});

/** The actions of the menu, by their ids; those of all problems at once as `fix all`. */
function menuOf(asked: Asked, client: Client = {}): string[] {
  const documents = new DocumentStore();
  documents.open(URI, client.languageId ?? 'typescript', 1, LINES.join('\n'));
  const provider = new ActionProvider({
    documents,
    policy: aPolicy(),
    generate: async () => assert.fail('a menu asks no model'),
    definitions: async () => assert.fail('a menu looks up nothing'),
    habits: async () => assert.fail('a menu reads no file'),
    editFormOf: () => 'whole',
    clock: new FakeClock(),
    observe: () => assert.fail('a menu is no event'),
    batchSize: 1,
    onUnusable: () => undefined,
    preview: client.preview ?? 'rewrites',
    custom: customActions([
      { title: 'Own', instruction: 'Sort it.', languages: ['typescript'], kind: 'refactor.own' },
    ]),
  });
  return actionMenu(paramsOf(asked), provider, clientOf(client)).map((entry) => {
    assert.ok('kind' in entry && entry.command !== undefined);
    const [offer] = entry.command.arguments ?? [];
    if (offer.diagnostics !== undefined) return `${offer.kind}: all`;
    return offer.actionId.startsWith('custom') ? 'own' : offer.actionId;
  });
}

const REWRITES = ['document', 'simplify', 'optimize', 'addTypes'];
const ALL = [
  'explain',
  'instruct',
  'document',
  'tests',
  'simplify',
  'optimize',
  'addTypes',
  'convert',
  'own',
];
const without = (...ids: string[]) => ALL.filter((id) => !ids.includes(id));

describe('the menu of code actions', () => {
  it('holds everything at a cursor where the user asks, and repairs of what is selected', () => {
    assert.deepEqual(menuOf({}), ALL);
    assert.deepEqual(menuOf({ first: 0, last: 2 }), ['fixLines', ...ALL]);
    assert.deepEqual(menuOf({}, { isOurs: false }), ['fixLines', ...ALL]);
    assert.deepEqual(menuOf({ first: 3 }).includes('explain'), true);
  });

  it('holds repairs alone while the cursor moves, and more where something is selected', () => {
    assert.deepEqual(menuOf({ trigger: AUTOMATIC }), []);
    assert.deepEqual(menuOf({ trigger: AUTOMATIC, wrong: [1] }), ['fix']);
    assert.deepEqual(menuOf({ trigger: AUTOMATIC, first: 0, last: 2 }), ['fixLines', ...ALL]);
  });

  it('repairs what tools have found, each and all at once', () => {
    assert.deepEqual(menuOf({ wrong: [1] }), ['fix', ...ALL]);
    assert.deepEqual(menuOf({ wrong: [1, 4] }), ['fix', 'fix', 'quickfix: all', ...ALL]);
    assert.deepEqual(menuOf({ wrong: [1], first: 0, last: 2 }), ['fix', ...ALL]);
  });

  it('offers no fix that is to be seen first where it cannot be', () => {
    const fixes = (client: Client) =>
      menuOf({ wrong: [1, 4] }, { preview: 'always', ...client }).filter((id) => /fix/.test(id));
    const unseen = { can: { canPreview: false } };
    assert.deepEqual(fixes(unseen), []);
    assert.equal(fixes({}).length, 3);
    assert.equal(fixes({ ...unseen, support: { hasPreview: true } }).length, 3);
    assert.equal(fixes({ ...unseen, preview: 'rewrites' }).length, 3);
  });

  it('asks for no words of a user whose editor cannot ask', () => {
    assert.deepEqual(menuOf({}, { can: { canAsk: false } }), without('instruct', 'convert'));
  });

  it('rewrites nothing that an editor cannot show first, unless nobody wants to see it', () => {
    const can = { canPreview: false };
    assert.deepEqual(menuOf({}, { can }), ['explain', 'tests']);
    assert.deepEqual(menuOf({}, { can, preview: 'always' }), ['explain', 'tests']);
    assert.deepEqual(menuOf({}, { can, preview: 'never' }), ALL);
    assert.deepEqual(menuOf({}, { can, support: { hasPreview: true } }), ALL);
  });

  it('writes files for editors that can show or create them', () => {
    const can = { canShowFiles: false };
    assert.deepEqual(menuOf({}, { can }), without('tests'));
    assert.deepEqual(menuOf({}, { can, support: { createsFiles: true } }), ALL);
  });

  it('holds entries for the language alone', () => {
    assert.deepEqual(menuOf({}, { languageId: 'go' }), without('addTypes', 'own'));
  });

  it('holds the kinds alone that a client asks for', () => {
    const wrong = [1, 4];
    assert.deepEqual(menuOf({ wrong, only: ['quickfix'] }), ['fix', 'fix', 'quickfix: all']);
    assert.deepEqual(menuOf({ wrong, only: ['refactor'] }), without('explain', 'tests'));
    assert.deepEqual(menuOf({ wrong, only: ['refactor.rewrite'] }), [
      'instruct',
      ...REWRITES,
      'convert',
    ]);
    assert.deepEqual(menuOf({ wrong, only: ['refactor.own'] }), ['own']);
    assert.deepEqual(menuOf({ wrong, only: ['aurelis'] }), ['explain', 'tests']);
    assert.deepEqual(menuOf({ wrong, only: ['source.organizeImports'] }), []);
  });

  it('never mends all as an editor saves, but where it is asked for by name', () => {
    const wrong = [1, 4];
    const all = ['source.fixAll.aurelis: all'];
    assert.deepEqual(menuOf({ wrong, only: ['source.fixAll'], trigger: AUTOMATIC }), []);
    assert.deepEqual(menuOf({ wrong, only: ['source'], trigger: AUTOMATIC }), []);
    assert.deepEqual(menuOf({ wrong, trigger: AUTOMATIC }), ['fix', 'fix', 'quickfix: all']);
    assert.deepEqual(menuOf({ wrong, only: ['source.fixAll'] }), all);
    assert.deepEqual(menuOf({ wrong, only: ['source.fixAll.aurelis'] }), all);
    assert.deepEqual(menuOf({ wrong, only: ['source.fixAll.aurelis'], trigger: AUTOMATIC }), all);
    assert.deepEqual(menuOf({ wrong, only: ['source.fixAll.other'] }), []);
  });
});

describe('the menu of a user without a model', () => {
  const entryOf = (asked: Asked, client: Client = {}) =>
    setUpEntry(paramsOf(asked), clientOf(client));

  it('leads to one, by the command that the editor has', () => {
    const titles = [true, false].map((isOurs) =>
      entryOf({}, { isOurs }).map(
        (entry) => 'kind' in entry && [entry.kind, entry.command.command],
      ),
    );
    assert.deepEqual(titles, [
      [['quickfix', 'aurelis.getStarted']],
      [['quickfix', 'aurelis.setUp']],
    ]);
    const [bare] = entryOf({}, { support: { hasLiterals: false } });
    assert.equal(bare?.command, 'aurelis.getStarted');
  });

  it('is empty where the editor asks by itself, or for other kinds', () => {
    assert.deepEqual(entryOf({ trigger: AUTOMATIC, wrong: [1] }), []);
    assert.deepEqual(entryOf({ only: ['refactor'] }), []);
    assert.equal(entryOf({ only: ['quickfix'] }).length, 1);
  });
});
