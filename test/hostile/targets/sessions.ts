import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { target } from '../fuzzTarget.ts';
import { applyEdits, type NaiveEdit, offsetOf, placeOf } from '../naiveText.ts';
import { Session } from '../session.ts';
import { anyText } from '../texts.ts';

/** Text of a file that is secret by its name. */
const SECRET = 'crownJewel';
/** Resident memory of the server in bytes: some of it is its index and its code. */
const MAX_RESIDENT = 500e6;

const METHODS = [
  'textDocument/inlineCompletion',
  'textDocument/codeAction',
  'codeAction/resolve',
  'workspace/executeCommand',
  'aurelis/metrics',
  'aurelis/cache/clear',
  'aurelis/cache/list',
  'aurelis/explain',
  'aurelis/endpoint',
  'aurelis/tuning',
  'aurelis/report',
  'aurelis/history',
  'textDocument/hover',
  'initialize',
  'x',
];
const NOTIFICATIONS = [
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
  'notebookDocument/didOpen',
  'notebookDocument/didChange',
  'notebookDocument/didClose',
  'workspace/didChangeConfiguration',
  'workspace/didChangeWorkspaceFolders',
  '$/cancelRequest',
  '$/setTrace',
  'aurelis/shown',
  'aurelis/accepted',
  'aurelis/dismissed',
  'aurelis/credentialChanged',
  'initialized',
  'x',
];

const piece = fc.constantFrom('a', 'sum(', ')', '\n', '\r\n', '  ', ';', '}', '{', '😀', 'x y');
const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
const place = fc.record({
  line: fc.oneof(fc.nat(8), fc.constantFrom(-1, 1e9, 2 ** 31, 0.5)),
  character: fc.oneof(fc.nat(12), fc.constantFrom(-1, 1e9)),
});
/** Values where the protocol has objects: of the right names, with anything in them. */
const odd = fc.oneof(
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  {
    weight: 3,
    arbitrary: fc.dictionary(
      fc.constantFrom(
        'textDocument',
        'position',
        'range',
        'context',
        'contentChanges',
        'uri',
        'id',
        'command',
        'arguments',
        'settings',
        'data',
        'event',
        'cells',
        'notebookDocument',
        'change',
        'tiers',
      ),
      fc.oneof(
        fc.jsonValue({ maxDepth: 1 }),
        place,
        anyText,
        fc.constantFrom(
          { uri: 'file:///none.ts' },
          { uri: 'file://%' },
          [{}],
          { start: {}, end: null },
          [null],
        ),
      ),
      { maxKeys: 4 },
    ),
  },
);
const raw = fc.oneof(
  anyText,
  fc.json(),
  fc.constantFrom(
    '{',
    '[]',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"1.0","id":{},"method":5}',
    'null',
    '',
  ),
);

type Step =
  | { readonly kind: 'edit'; readonly at: number; readonly deleted: number; readonly text: string }
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'complete'; readonly at: number; readonly answer: string }
  | { readonly kind: 'ask'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'tell'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'raw'; readonly content: string };

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      at: share,
      deleted: fc.nat(6),
      text,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replace' as const), text }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('complete' as const),
      at: share,
      answer: fc.oneof(text, anyText),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      method: fc.constantFrom(...METHODS),
      params: odd,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('tell' as const),
      method: fc.constantFrom(...NOTIFICATIONS),
      params: odd,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('raw' as const), content: raw }) },
);

interface SessionCase {
  readonly text: string;
  readonly steps: readonly Step[];
}

let documents = 0;

/** An open document, and what it must hold by what the editor has sent. */
class Editor {
  readonly #session: Session;
  readonly #uri = `file:///project/f${++documents}.ts`;
  #text: string;
  #version = 1;

  constructor(session: Session, initial: string) {
    this.#session = session;
    this.#text = initial;
  }

  async open(): Promise<void> {
    const textDocument = { uri: this.#uri, languageId: 'typescript', version: 1, text: this.#text };
    await this.#session.notify('textDocument/didOpen', { textDocument });
  }

  async close(): Promise<void> {
    await this.#session.notify('textDocument/didClose', { textDocument: { uri: this.#uri } });
  }

  async take(each: Step): Promise<void> {
    if (each.kind === 'edit') await this.#edit(each);
    else if (each.kind === 'replace') await this.#change({ text: each.text }, each.text);
    else if (each.kind === 'complete') await this.#complete(each);
    else if (each.kind === 'ask') await this.#session.request(each.method, each.params);
    else if (each.kind === 'tell') await this.#session.notify(each.method, each.params);
    else this.#session.sendRaw(each.content);
  }

  async #edit({ at, deleted, text: added }: Step & { kind: 'edit' }): Promise<void> {
    const start = placeOf(this.#text, this.#offset(at));
    const end = placeOf(this.#text, Math.min(this.#text.length, this.#offset(at) + deleted));
    const edit = { range: { start, end }, newText: added };
    await this.#change({ range: { start, end }, text: added }, applyEdits(this.#text, [edit]));
  }

  async #change(change: object, after: string): Promise<void> {
    this.#text = after;
    const textDocument = { uri: this.#uri, version: ++this.#version };
    await this.#session.notify('textDocument/didChange', {
      textDocument,
      contentChanges: [change],
    });
  }

  async #complete({ at, answer }: Step & { kind: 'complete' }): Promise<void> {
    this.#session.answer = answer;
    const position = placeOf(this.#text, this.#offset(at));
    const result = await this.#session.request('textDocument/inlineCompletion', {
      textDocument: { uri: this.#uri },
      position,
      context: { triggerKind: 1 },
    });
    const cursor = offsetOf(this.#text, position);
    const [before, behind] = [this.#text.slice(0, cursor), this.#text.slice(cursor)].map(asLines);
    for (const { prompt, suffix } of this.#session.asked()) {
      assert.ok(!`${prompt}${suffix}`.includes(SECRET), 'a secret file is sent');
      assert.ok(prompt.endsWith(before ?? ''), 'the text before the cursor is another');
      assert.ok((behind ?? '').startsWith(suffix.trimEnd()), 'the text behind it is another');
    }
    assert.ok(!isError(result), JSON.stringify(result));
    const [item] = itemsIn(result);
    if (item === undefined) return;
    assert.ok(!item.insertText.includes(SECRET));
    const after = applyEdits(this.#text, [{ range: item.range, newText: item.insertText }]);
    assert.ok(after.startsWith(this.#text.slice(0, cursor)), 'text before the cursor');
    const lineEnd = this.#text.slice(cursor).search(/\r|\n|$/) + cursor;
    assert.ok(after.endsWith(this.#text.slice(lineEnd)), 'text below the line');
  }

  /** An offset that is in no pair of surrogates and in no line end: no editor edits there. */
  #offset(at: number): number {
    const offset = Math.floor(at * (this.#text.length + 1));
    const isInside = /^(?:[\udc00-\udfff]|\n)$/.test(this.#text[offset] ?? '');
    const isPair = /[\ud800-\udbff\r]/.test(this.#text[offset - 1] ?? '');
    return isInside && isPair ? offset + 1 : offset;
  }
}

interface Item {
  readonly insertText: string;
  readonly range: NaiveEdit['range'];
}

/** The items of a list, of an object with a list, or of nothing. */
const itemsIn = (result: unknown): readonly Item[] =>
  Array.isArray(result) ? result : ((result as { items?: readonly Item[] } | null)?.items ?? []);

const isError = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'error' in result;

const asLines = (all: string) => all.replaceAll('\r\n', '\n');

async function check(session: Session, { text: initial, steps }: SessionCase): Promise<void> {
  const editor = new Editor(session, initial);
  await editor.open();
  for (const each of steps) await editor.take(each);
  await editor.close();
  const metrics = await session.request('aurelis/metrics', undefined);
  assert.ok('completions' in (metrics as object), 'the server works on');
  const resident = session.residentBytes();
  assert.ok(resident < MAX_RESIDENT, `${resident} bytes are resident`);
  session.asked();
}

/** Whole sessions with a server in a process of its own: it answers all, knows the text, and shows no secret file. */
export const sessions = target<SessionCase>({
  name: 'sessions',
  share: 4,
  maxMs: 2_000,
  open: async () => {
    const session = await Session.start();
    const secret = { uri: 'file:///work/.env', languageId: 'dotenv', version: 1 };
    await session.notify('textDocument/didOpen', {
      textDocument: { ...secret, text: `${SECRET}=sum(\nsum(${SECRET})\n` },
    });
    return {
      cases: fc.record({ text, steps: fc.array(step, { minLength: 1, maxLength: 25 }) }),
      check: (each) => check(session, each),
      close: () => session.stop(),
    };
  },
});
