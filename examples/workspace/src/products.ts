import { type Money, multiply } from './money';

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly price: Money;
}

const products = new Map<string, Product>();

export function addProduct(product: Product): void {
  if (products.has(product.id)) {
    throw new Error(`Product ${product.id} already exists`);
  }
  products.set(product.id, product);
}

export function findProduct(id: string): Product {
  const product = products.get(id);
  if (product === undefined) {
    throw new Error(`Product ${id} does not exist`);
  }
  return product;
}

export function discounted(product: Product, percent: number): Product {
  return { ...product, price: multiply(product.price, 1 - percent / 100) };
}
