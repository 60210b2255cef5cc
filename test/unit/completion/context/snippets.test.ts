import { strict as assert } from 'node:assert';
import { ImportedFiles } from '../../../../server/src/completion/context/importedFiles.ts';
import { RequestBuilder } from '../../../../server/src/completion/context/requestBuilder.ts';
import { Snippets } from '../../../../server/src/completion/context/snippets.ts';
import { cursorAt } from '../../../../server/src/completion/cursor.ts';
import { DocumentStore } from '../../../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../../../server/src/documents/notebooks.ts';
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
  const read = async (path: string) => files[path.replace('file:///project/', '')];
  const snippets = new Snippets(documents, new ImportedFiles(read, clock), clock);
  const document = documents.get(uri);
  assert.ok(document);
  const cursor = cursorAt(document, positionIn(text, offset));
  const near = (told: readonly string[] = []) => snippets.near(cursor, told);
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

  it('are the same for every key in a line', () => {
    const at = (drawn: string) => snippetsAt(drawn, { 'money.ts': MONEY }).near();
    assert.deepEqual(at(ORDERS.replace('|', 'total = add|')), at(ORDERS));
  });

  it('never come from files that hold secrets, nor hold what looks like one', () => {
    const others = {
      '.env': MONEY,
      'keys.ts': MONEY.replace('number;', `'${'ghp_'}${'a1B2c3'.repeat(7)}';`),
    };
    const texts = snippetsAt(ORDERS, others).near();
    assert.equal(
      texts.some(({ text, name }) => name === '.env' || /ghp_/.test(text)),
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
    const requests = new RequestBuilder({ documents, notebooks: new Notebooks(), snippets });
    const { input } = requests.requestAt(cursor, { maxLines: 12 });
    assert.equal('snippets' in input, false);
  });

  it('do not say again what a cell above says', () => {
    const { snippets, documents, cursor } = snippetsAt(ORDERS, { 'money.ts': MONEY });
    const notebooks = new Notebooks();
    const requests = new RequestBuilder({ documents, notebooks, snippets });
    const hasSnippets = () => 'snippets' in requests.requestAt(cursor, { maxLines: 12 }).input;
    assert.equal(hasSnippets(), true);
    notebooks.open('book', ['file:///project/money.ts', cursor.document.uri]);
    assert.equal(hasSnippets(), false);
  });
});
