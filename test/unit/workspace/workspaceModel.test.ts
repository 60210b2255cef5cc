import { strict as assert } from 'node:assert';
import { WorkspaceModel } from '../../../server/src/workspace/workspaceModel.ts';
import { atCaret } from '../../support/caret.ts';

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

function predict(drawn: string, files: Readonly<Record<string, string>> = {}, threshold = 0.5) {
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
  return model.predict(query, threshold)?.text;
}

describe('WorkspaceModel', () => {
  it('goes on as the open file did before', () => {
    assert.equal(predict(`${CUSTOMERS}\nif (customers.has(|`), 'customer.id)) {');
  });

  it('goes on as another file did', () => {
    assert.equal(
      predict('if (customers.has(|', { 'file:///project/c.ts': CUSTOMERS }),
      'customer.id)) {',
    );
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
    assert.notEqual(predict('if (customers.has(|', own), 'customer.id)) {');
  });

  it('prefers what an open document says now', () => {
    const model = new WorkspaceModel();
    model.learnFile('file:///project/c.ts', CUSTOMERS);
    model.learnDocument(
      'file:///project/c.ts',
      CUSTOMERS.replaceAll('customer.id', 'customer.key'),
    );
    const prefix = 'if (customers.has(';
    const query = {
      uri: 'file:///project/open.ts',
      languageId: 'typescript',
      prefix,
      suffix: '',
      maxLines: 12,
    };
    assert.match(model.predict(query, 0.3)?.text ?? '', /^customer\.key/);
  });

  it('keeps the indentation of the place', () => {
    const drawn = `${CUSTOMERS}\nfunction again() {\n    if (customers.has(customer.id)) {|`;
    const text = predict(drawn);
    assert.match(text ?? '', /^\n {6}throw new Error\(`Customer/);
  });
});
