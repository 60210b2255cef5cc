import { findCustomer } from './customers';
import { add, type Money, money, multiply } from './money';
import { findProduct } from './products';

export interface OrderLine {
  readonly productId: string;
  readonly quantity: number;
}

export interface Order {
  readonly id: string;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
}

const orders = new Map<string, Order>();

export function addOrder(order: Order): void {
  if (orders.has(order.id)) {
    throw new Error(`Order ${order.id} already exists`);
  }
  findCustomer(order.customerId);
  orders.set(order.id, order);
}

export function totalOfLine(line: OrderLine): Money {
  const product = findProduct(line.productId);
  return multiply(product.price, line.quantity);
}

export function totalOfOrder(order: Order): Money {
  let total = money(0, 'EUR');
  for (const line of order.lines) {
    total = add(total, totalOfLine(line));
  }
  return total;
}
