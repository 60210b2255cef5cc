import { strict as assert } from 'node:assert';
import { WorkspaceModel } from '../../../../server/src/workspace/model/workspaceModel.ts';
import { atCaret } from '../../../support/caret.ts';

const finder = (name: string, plural: string) => `const ${plural} = new Map<string, ${name}>();

export function find${name}(id: string): ${name} {
  const ${name.toLowerCase()} = ${plural}.get(id);
  if (${name.toLowerCase()} === undefined) {
    throw new Error(\`${name} \${id} does not exist\`);
  }
  return ${name.toLowerCase()};
}
`;
const OWN = `const orders = new Map<string, Order>();
if (orders === undefined) throw new Error('none');

`;
const FIND = 'export function findOrder(id: string): Order {';
const SIBLINGS = {
  'file:///project/customers.ts': finder('Customer', 'customers'),
  'file:///project/products.ts': finder('Product', 'products'),
};
const FOUND = `const order = orders.get(id);
  if (order === undefined) {
    throw new Error(\`Order \${id} does not exist\`);
  }
  return order;`;

function predict(drawn: string, files: Readonly<Record<string, string>> = SIBLINGS, maxLines = 12) {
  const model = new WorkspaceModel();
  for (const [uri, text] of Object.entries(files)) model.learnFile(uri, text);
  const { text, offset } = atCaret(drawn);
  return model.predict({
    uri: 'file:///project/orders.ts',
    languageId: 'typescript',
    prefix: text.slice(0, offset),
    suffix: text.slice(offset),
    maxLines,
  })?.text;
}

describe('bodies of sibling functions', () => {
  it('are proposed under the names of the new function, from files that are not open', () => {
    assert.equal(predict(`${OWN}${FIND}\n  |\n}\n`), FOUND);
  });

  it('begin with a line of their own behind the opener, and end with what closes them', () => {
    assert.equal(predict(`${OWN}${FIND}|\n`), `\n  ${FOUND}\n}`);
    assert.equal(predict(`${OWN}${FIND}|\n}\n`), `\n  ${FOUND}`);
  });

  it('are indented as the place is', () => {
    const own = `class Shop {\n    ${OWN.trim().replace('\n', '\n    ')}\n    findOrder(id: string): Order {\n        |\n    }\n}\n`;
    const inClass = (text: string) => text.replace('export function ', '').replace(/^/gm, '  ');
    const files = {
      'file:///project/a.ts': inClass(finder('Customer', 'customers')),
      'file:///project/b.ts': inClass(finder('Product', 'products')),
    };
    const expected = FOUND.replace(/\n( +)/g, (_, space) => `\n    ${space}${space}`);
    assert.equal(predict(own, files), expected);
  });

  it('follow several renamings at once, those that cross included', () => {
    const of = (item: string) =>
      `export function ${item}sOfOrder(orderId: string): ${item}[] {\n  return all(${item}s).filter((${item}) => ${item}.orderId === orderId);\n}\n`;
    const own = `use(orders);\n${of('shipment')}\n${of('invoice')}
export function ordersOfCustomer(customerId: string): order[] {\n  |\n}\n`;
    assert.equal(
      predict(own, {}),
      'return all(orders).filter((order) => order.customerId === customerId);',
    );
  });

  it('are found for a signature that is broken into lines', () => {
    const broken = FIND.replace('(id: string)', '(\n  id: string,\n)');
    assert.equal(predict(`${OWN}${broken}\n  |\n}\n`), FOUND);
  });

  it('take up as many lines as are asked for', () => {
    assert.equal(predict(`${OWN}${FIND}\n  |\n}\n`, SIBLINGS, 1), FOUND.split('\n')[0]);
  });

  it('are not copied where a renaming contradicts itself', () => {
    const own = `${OWN}export function findOrder(id: string): Invoice {\n  |\n}\n`;
    assert.equal(predict(own), undefined);
  });

  it('are not copied where the function is called something else', () => {
    const own = `${OWN}export function loadOrder(id: string): Order {\n  |\n}\n`;
    assert.equal(predict(own), undefined);
  });

  it('are not copied with names that stand nowhere', () => {
    assert.equal(predict(`throw new Error();\n${FIND}\n  |\n}\n`), undefined);
  });

  it('are not copied from one sibling alone', () => {
    const files = { 'file:///project/customers.ts': finder('Customer', 'customers') };
    assert.equal(predict(`${OWN}${FIND}\n  |\n}\n`, files), undefined);
  });

  it('are not copied from the same function in an older state', () => {
    const files = { 'file:///project/orders.ts': finder('Order', 'orders') };
    assert.equal(predict(`${OWN}${FIND}\n  |\n}\n`, files), undefined);
  });

  it('are not copied from what an open document has replaced', () => {
    const model = new WorkspaceModel();
    for (const [uri, text] of Object.entries(SIBLINGS)) model.learnFile(uri, text);
    const query = {
      uri: 'file:///project/orders.ts',
      languageId: 'typescript',
      prefix: `${OWN}${FIND}\n  `,
      suffix: '\n}\n',
      maxLines: 12,
    };
    assert.equal(model.predict(query)?.text, FOUND);
    for (const [uri, text] of Object.entries(SIBLINGS)) {
      for (const _ of model.learnDocument(uri, text.replaceAll('.get(', '.fetch(')));
    }
    assert.equal(model.predict(query)?.text, FOUND.replace('.get(', '.fetch('));
  });

  it('are not proposed again where there is a body', () => {
    assert.equal(predict(`${OWN}${FIND}\n  |\n  return orders.get(id);\n}\n`), undefined);
    assert.equal(predict(`${OWN}${FIND}|}\n`), undefined);
  });

  it('are not begun anew where one is being typed', () => {
    for (const typed of ['  c', '  const', '  const ', '  if (']) {
      assert.doesNotMatch(predict(`${OWN}${FIND}\n${typed}|\n}\n`) ?? '', /\n/);
    }
  });

  it('say nothing after bodies that are empty or have no end', () => {
    const empty = (name: string) => `function find${name}(id: string): ${name} {\n}\n`;
    const endless = (name: string) => finder(name, `${name}s`).replace(/\n}\n$/, '\n');
    for (const body of [empty, endless]) {
      const files = {
        'file:///project/a.ts': body('Customer'),
        'file:///project/b.ts': body('Product'),
      };
      assert.equal(predict(`${OWN}${FIND}\n  |\n}\n`, files), undefined);
    }
  });

  it('hold calls of the function itself and functions within, renamed', () => {
    const walk = (name: string) => `function walk${name}(${name.toLowerCase()}: ${name}): void {
  const sorted = ${name.toLowerCase()}s.toSorted();
  const visit${name} = (each: ${name}): void => {
    walk${name}(each);
  };
  sorted.forEach(visit${name});
}
`;
    const own = `use(orders);\n${walk('Customer')}${walk('Product')}function walkOrder(order: Order): void {\n  |\n}\n`;
    const files = { 'file:///project/a.ts': 'declare const each: Each;\n' };
    const expected = walk('Order').split('\n').slice(1, -2).join('\n').trimStart();
    assert.equal(predict(own, files), expected);
  });
});
