import { strict as assert } from 'node:assert';
import { ImportedFiles } from '../../../../server/src/completion/context/importedFiles.ts';
import { RequestBuilder } from '../../../../server/src/completion/context/requestBuilder.ts';
import { Snippets } from '../../../../server/src/completion/context/snippets.ts';
import { cursorAt } from '../../../../server/src/completion/cursor.ts';
import { DocumentStore } from '../../../../server/src/documents/documentStore.ts';
import { LiveDocument } from '../../../../server/src/documents/liveDocument.ts';
import { Notebooks } from '../../../../server/src/documents/notebooks.ts';
import { aPolicy } from '../../../../tools/testing/aPolicy.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';
import { atCaret, positionIn } from '../../../support/caret.ts';

const MONEY = `export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export function addMoney(one: Money, other: Money): Money {
  return { amount: one.amount + other.amount, currency: one.currency };
}
`;
const WEATHER = `export function forecast(region: string): Promise<Forecast> {
  return fetchForecast(region).then(parseForecast);
}
`;
const ORDERS = `import { addMoney } from './money';

function totalOf(lines: OrderLine[]): Money {
  let total: Money = { amount: 0, currency: 'EUR' };
  |
}
`;

function snippetsAt(
  drawn: string,
  others: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
) {
  const clock = new FakeClock();
  const documents = new DocumentStore();
  const { text, offset } = atCaret(drawn);
  const uri = 'file:///project/orders.ts';
  documents.open(uri, 'typescript', 1, text);
  for (const [name, other] of Object.entries(others)) {
    documents.open(`file:///project/${name}`, 'typescript', 1, other);
  }
  const textOf = (path: string) => files[path.replace('file:///project/', '')];
  const read = async (path: string) => textOf(path);
  const isThere = (path: string) => textOf(path) !== undefined;
  const snippets = new Snippets(
    documents,
    aPolicy(),
    new ImportedFiles(read, isThere, clock),
    clock,
  );
  const document = documents.get(uri);
  assert.ok(document);
  const cursor = cursorAt(document, positionIn(text, offset));
  const near = (told: readonly string[] = []) => snippets.near(cursor, told, { length: 4_000 });
  return { near, snippets, clock, documents, cursor };
}

describe('snippets from other files', () => {
  it('are what shares words with the place, and not what does not', () => {
    const { near } = snippetsAt(ORDERS, { 'money.ts': MONEY, 'weather.ts': WEATHER });
    const found = near();
    assert.deepEqual([...new Set(found.map(({ name }) => name))], ['money.ts']);
    assert.match(found.at(-1)?.text ?? '', /addMoney/);
  });

  it('come from imported files that are not open, from the second time on', async () => {
    const { near } = snippetsAt(ORDERS, {}, { 'money.ts': MONEY });
    assert.deepEqual(near(), []);
    await new Promise(setImmediate);
    assert.match(near().at(-1)?.text ?? '', /addMoney/);
  });

  it('do not come from imported files that are gone, from that moment on', async () => {
    const files: Record<string, string> = { 'money.ts': MONEY };
    const { near } = snippetsAt(ORDERS, {}, files);
    near();
    await new Promise(setImmediate);
    assert.match(near().at(-1)?.text ?? '', /addMoney/);
    delete files['money.ts'];
    assert.deepEqual(near(), []);
    // It is forgotten, not only passed over.
    files['money.ts'] = MONEY;
    assert.deepEqual(near(), []);
  });

  it('are not waited for without end where a file cannot be read', async () => {
    const clock = new FakeClock();
    const imported = new ImportedFiles(
      () => new Promise(() => undefined),
      () => true,
      clock,
    );
    const document = LiveDocument.create('file:///project/orders.ts', 'typescript', 1, ORDERS);
    let isOver = false;
    const waiting = imported.settled(document).then(() => {
      isOver = true;
    });
    await clock.pass(1_999);
    assert.equal(isOver, false);
    await clock.pass(1);
    await waiting;
  });

  it('are the same for every key in a line', () => {
    const at = (drawn: string) => snippetsAt(drawn, { 'money.ts': MONEY }).near();
    assert.deepEqual(at(ORDERS.replace('|', 'total = add|')), at(ORDERS));
  });

  it('never come from files that hold secrets', () => {
    const others = {
      '.env': MONEY,
    };
    const texts = snippetsAt(ORDERS, others).near();
    assert.equal(
      texts.some(({ name }) => name === '.env'),
      false,
    );
  });

  it('stay within their budget', () => {
    const others = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `money${index}.ts`,
        MONEY.repeat(10).replaceAll('Money', `Money${index} Money amount currency`),
      ]),
    );
    const found = snippetsAt(ORDERS, others).near();
    assert.ok(found.length > 0 && found.length <= 4);
    assert.ok(found.reduce((sum, { text }) => sum + text.length, 0) <= 4_000);
  });

  it('do not say again what stands in the file itself', () => {
    const { near } = snippetsAt(`${MONEY}\n${ORDERS}`, { 'copy.ts': MONEY });
    assert.deepEqual(near(), []);
  });

  it('are not chosen by what stands far behind in a long line', () => {
    const at = (blanks: number) =>
      snippetsAt(`x${' '.repeat(blanks)}Money addMoney amount currency number\n|\n`, {
        'm.ts': MONEY,
      });
    assert.notDeepEqual(at(400).near(), []);
    assert.deepEqual(at(500).near(), []);
  });

  it('are not fetched for what is imported far behind in a long line', async () => {
    const foundAt = async (blanks: number) => {
      const line = `${' '.repeat(blanks)}import './money'`;
      const { near } = snippetsAt(
        `${line}\n${ORDERS.replace(/^import.*/, '')}`,
        {},
        { 'money.ts': MONEY },
      );
      near();
      await new Promise(setImmediate);
      return near().length;
    };
    assert.notEqual(await foundAt(900), 0);
    assert.equal(await foundAt(1_000), 0);
  });

  it('come once from equal files, and from files that are nearly equal', () => {
    const copy = `// Generated from money.ts.\n${MONEY}`;
    const { near } = snippetsAt(ORDERS, {
      'money.ts': MONEY,
      'v1/money.ts': MONEY,
      'vendor/money.ts': copy,
    });
    assert.equal(near().filter(({ text }) => text.includes('addMoney(one')).length, 1);
  });

  it('come from both of two files that share a part', () => {
    const other = MONEY.replace(/export interface[^}]*}/, 'const Money = { total: 1, lines: 2 };');
    const { near } = snippetsAt(ORDERS, { 'money.ts': MONEY, 'other.ts': other });
    assert.deepEqual(new Set(near().map(({ name }) => name)), new Set(['money.ts', 'other.ts']));
  });

  it('do not say again what the prompt says around the cursor', () => {
    const { near, snippets, documents, cursor } = snippetsAt(
      ORDERS.replace('function', `${MONEY.replace('readonly ', '')}\nfunction`),
      { 'money.ts': MONEY },
    );
    assert.notDeepEqual(near(), []);
    const requests = new RequestBuilder({
      documents,
      notebooks: new Notebooks(),
      policy: aPolicy(),
      snippets,
    });
    const { input } = requests.requestAt(cursor, { maxLines: 12 });
    assert.equal('snippets' in input, false);
  });

  it('do not say again what a cell above says', () => {
    const { snippets, documents, cursor } = snippetsAt(ORDERS, { 'money.ts': MONEY });
    const notebooks = new Notebooks();
    const requests = new RequestBuilder({ documents, notebooks, policy: aPolicy(), snippets });
    const hasSnippets = () => 'snippets' in requests.requestAt(cursor, { maxLines: 12 }).input;
    assert.equal(hasSnippets(), true);
    notebooks.open('book', ['file:///project/money.ts', cursor.document.uri]);
    assert.equal(hasSnippets(), false);
  });

  describe('keep their places while somebody types', () => {
    const A = MONEY;
    const B = MONEY.replaceAll('Money', 'Weather')
      .replaceAll('amount', 'degrees')
      .replaceAll('currency', 'region');
    /** About money first; then whole lines about the weather are written above the cursor. */
    const typed = (files: Record<string, string> = { 'money.ts': A, 'weather.ts': B }) => {
      const project = snippetsAt(ORDERS, files);
      const { documents, snippets, clock, cursor } = project;
      const { uri } = cursor.document;
      const weather = 'const degrees: Weather = addWeather(region, degrees, Weather);\n'.repeat(12);
      let version = 1;
      const namesAfter = (text: string) => {
        documents.change(uri, ++version, [{ text }]);
        snippets.edited(uri);
        const document = documents.get(uri);
        assert.ok(document);
        const line = document.lines.length - 3;
        return snippets
          .near(cursorAt(document, { line, character: 0 }), [], { length: 4_000 })
          .map(({ name }) => name);
      };
      const before = ORDERS.replace('|', '');
      const after = before.replace('  \n', `${weather}  \n`).replace(/ {2}let.*/, '');
      return { ...project, namesAfter, before, after, clock };
    };

    it('and go at once where their file may not be sent any more', async () => {
      const files: Record<string, string> = { 'money.ts': MONEY };
      const { near, snippets, cursor } = snippetsAt(ORDERS, {}, files);
      near();
      await new Promise(setImmediate);
      snippets.edited(cursor.document.uri);
      assert.notDeepEqual(near(), []);
      delete files['money.ts'];
      assert.deepEqual(near(), []);
    });

    it('and others come as soon as one more import has been read', async () => {
      const { near, snippets, cursor } = snippetsAt(
        ORDERS,
        { 'rates.ts': MONEY.replaceAll('addMoney', 'rateOf') },
        { 'money.ts': MONEY },
      );
      snippets.edited(cursor.document.uri);
      const first = near();
      assert.ok(first.length > 0 && first.every(({ name }) => name === 'rates.ts'));
      await new Promise(setImmediate);
      assert.deepEqual(near().slice(0, first.length), first);
      assert.ok(near().some(({ name }) => name === 'money.ts'));
    });

    it('and are chosen anew for a document that was closed', async () => {
      const { namesAfter, before, after, snippets, cursor } = typed();
      namesAfter(before);
      snippets.closed(cursor.document.uri);
      assert.ok(namesAfter(after).includes('weather.ts'));
    });

    it('and what is better by now comes behind them after a pause', async () => {
      const { namesAfter, before, after, clock } = typed();
      const first = namesAfter(before);
      assert.ok(first.length > 0 && first.every((name) => name === 'money.ts'));
      assert.deepEqual(namesAfter(after), first);
      await clock.pass(4_999);
      assert.deepEqual(namesAfter(after), first);
      await clock.pass(5_000);
      const second = namesAfter(after);
      assert.deepEqual(second.slice(0, first.length), first);
      assert.ok(second.slice(first.length).includes('weather.ts'));
    });
  });
});
