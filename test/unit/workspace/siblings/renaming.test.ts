import { strict as assert } from 'node:assert';
import { Renaming } from '../../../../server/src/workspace/siblings/renaming.ts';
import { partsOf } from '../../../../server/src/workspace/siblings/wordParts.ts';

function renaming(...pairs: readonly (readonly [from: string, to: string])[]): Renaming {
  const result = new Renaming();
  for (const [from, to] of pairs) assert.ok(result.add(from, to), `${from} to ${to}`);
  return result;
}

describe('partsOf', () => {
  it('splits names into their words', () => {
    const words = (name: string) => partsOf(name).map(({ text }) => text);
    assert.deepEqual(words('findOrderById'), ['find', 'Order', 'By', 'Id']);
    assert.deepEqual(words('XMLReader2'), ['XML', 'Reader', '2']);
    assert.deepEqual(words('_find_order'), ['find', 'order']);
  });

  it('gives every name back', () => {
    for (const name of ['a', '_', '$$', 'a_', '__init__', 'größeÄndern', 'X'.repeat(10_000)]) {
      assert.equal(
        partsOf(name)
          .map(({ joint, text }) => joint + text)
          .join(''),
        name,
      );
    }
  });
});

describe('Renaming', () => {
  it('renames words in every case, in the plural too', () => {
    const { apply } = bound(renaming(['findCustomer', 'findOrder']));
    assert.deepEqual(
      ['customer', 'Customers', 'CUSTOMER_ID', 'customer_id', 'customized'].map(apply),
      ['order', 'Orders', 'ORDER_ID', 'order_id', 'customized'],
    );
  });

  it('forms simple plurals', () => {
    const { apply } = bound(renaming(['findBox', 'findEntry']));
    assert.equal(apply('boxes'), 'entries');
  });

  it('puts several words in the place of one', () => {
    const { apply } = bound(renaming(['findProduct', 'findOrderLine']));
    assert.deepEqual(['product', 'products', 'PRODUCT', 'product_id'].map(apply), [
      'orderLine',
      'orderLines',
      'ORDER_LINE',
      'order_line_id',
    ]);
  });

  it('renames all at once', () => {
    const { apply } = bound(renaming(['shipmentsOfOrder', 'ordersOfCustomer']));
    assert.equal(apply('shipmentOrders'), 'orderCustomers');
  });

  it('refuses what contradicts itself', () => {
    assert.equal(renaming(['Customer', 'Order']).add('customers', 'invoices'), false);
    assert.equal(renaming(['Customer', 'Order']).add('product', 'order'), false);
  });

  it('tells a word that another one becomes', () => {
    const result = renaming(['Customer', 'Order']);
    assert.equal(result.apply('orderOfCustomer').collides, true);
    assert.equal(result.apply('nameOfCustomer').collides, false);
  });
});

const bound = (result: Renaming) => ({ apply: (name: string) => result.apply(name).text });
