import { strict as assert } from 'node:assert';
import { WorkspaceModel } from '../../../../server/src/workspace/model/workspaceModel.ts';
import { atCaret } from '../../../support/caret.ts';

const CUSTOMERS = `const customers = new Map<string, Customer>();

export function addCustomer(customer: Customer): void {
  if (customers.has(customer.id)) {
    throw new Error(\`Customer \${customer.id} already exists\`);
  }
  customers.set(customer.id, customer);
}

export function replaceCustomer(customer: Customer): void {
  if (customers.has(customer.id)) {
    throw new Error(\`Customer \${customer.id} already exists\`);
  }
  customers.set(customer.id, customer);
}
`;

/** The prediction, even where it is not sure. */
const BOLD = { leastFirst: 0.4, leastJoint: 0.2 };

function predict(drawn: string, files: Readonly<Record<string, string>> = {}, thresholds = BOLD) {
  const model = new WorkspaceModel();
  for (const [uri, text] of Object.entries(files)) model.learnFile(uri, text);
  const { text, offset } = atCaret(drawn);
  const query = {
    uri: 'file:///project/open.ts',
    languageId: 'typescript',
    prefix: text.slice(0, offset),
    suffix: text.slice(offset),
    maxLines: 12,
  };
  return model.predict(query, thresholds)?.text;
}

describe('WorkspaceModel', () => {
  it('goes on as the open file did before', () => {
    assert.match(predict(`${CUSTOMERS}\nif (customers.has(|`) ?? '', /^customer\.id\)\) \{/);
  });

  it('goes on as another file did', () => {
    const text = predict('if (customers.has(|', { 'file:///project/c.ts': CUSTOMERS });
    assert.match(text ?? '', /^customer\.id\)\) \{/);
  });

  it('does not go on as a file did that is gone, nor as a document of its name', () => {
    const model = new WorkspaceModel();
    const uri = 'file:///project/c.ts';
    const prefix = 'if (customers.has(';
    const query = { uri: 'file:///project/open.ts', languageId: 'typescript', prefix };
    const said = () => model.predict({ ...query, suffix: '', maxLines: 12 }, BOLD)?.text ?? '';
    model.learnFile(uri, CUSTOMERS);
    assert.match(said(), /^customer\.id/);
    model.forget(uri);
    assert.doesNotMatch(said(), /^customer\.id/);
    for (const _ of model.learnDocument(uri, CUSTOMERS));
    assert.match(said(), /^customer\.id/);
    model.forget(uri);
    assert.doesNotMatch(said(), /^customer\.id/);
  });

  it('finishes the word that is being typed', () => {
    assert.match(predict(`${CUSTOMERS}\ncustomers.set(cust|`) ?? '', /^omer\.id,/);
  });

  it('says nothing where it knows nothing', () => {
    assert.equal(predict('somethingNew(|', { 'file:///project/c.ts': CUSTOMERS }), undefined);
    assert.equal(predict('|'), undefined);
  });

  it('does not copy from the file itself as it lies on the disk', () => {
    const own = { 'file:///project/open.ts': CUSTOMERS };
    assert.doesNotMatch(predict('if (customers.has(|', own) ?? '', /^customer\.id/);
  });

  it('prefers what an open document says now', () => {
    const model = new WorkspaceModel();
    model.learnFile('file:///project/c.ts', CUSTOMERS);
    const newer = CUSTOMERS.replaceAll('customer.id', 'customer.key');
    // Longer than one step.
    const steps = [
      ...model.learnDocument('file:///project/c.ts', newer + 'other();\n'.repeat(4_000)),
    ];
    assert.equal(steps.length, 2);
    const prefix = 'if (customers.has(';
    const query = {
      uri: 'file:///project/open.ts',
      languageId: 'typescript',
      prefix,
      suffix: '',
      maxLines: 12,
    };
    assert.match(model.predict(query, BOLD)?.text ?? '', /^customer\.key/);
  });

  it('copies a structure with the names of the new place', () => {
    const parse = (name: string) => `function parse${name}(input: string): ${name} {
  const value = read${name}(input);
  if (value === undefined) throw new ParseError('${name}', input);
  return check${name}(value);
}
`;
    const drawn = `${parse('Order')}\n${parse('Customer')}\nfunction parseProduct(text: string): Product {
  const result = readProduct(text);
  if (result === undefined) throw new ParseError('Product', |`;
    assert.match(predict(drawn) ?? '', /^text\);/);
  });

  it('says the same however its user came there', () => {
    const model = new WorkspaceModel();
    const text = `${CUSTOMERS}\nfunction check() {\n  if (customers.has(customer.id)) {\n    throw new Error('no');\n  }\n  customers.set(`;
    const at = (offset: number) => ({
      uri: 'file:///project/open.ts',
      languageId: 'typescript',
      prefix: text.slice(0, offset),
      suffix: '\n\nend();',
      maxLines: 12,
    });
    for (let offset = 0; offset <= text.length; offset++) model.predict(at(offset), BOLD);
    const typed = model.predict(at(text.length), BOLD);
    assert.notEqual(typed, undefined);
    assert.deepEqual(typed, new WorkspaceModel().predict(at(text.length), BOLD));
  });

  it('keeps the indentation of the place', () => {
    const drawn = `${CUSTOMERS}\nfunction again() {\n    if (customers.has(customer.id)) {|`;
    const text = predict(drawn);
    assert.match(text ?? '', /^\n {6}throw new Error\(`Customer/);
  });
});
