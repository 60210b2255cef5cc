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

export interface Shipment {
  readonly id: string;
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
}

export interface Invoice {
  readonly id: string;
  readonly orderId: string;
  readonly total: Money;
}

export interface Offer {
  readonly id: string;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
}

const orders = new Map<string, Order>();
const shipments = new Map<string, Shipment>();
const invoices = new Map<string, Invoice>();
const offers = new Map<string, Offer>();

export function addOrder(order: Order): void {
  if (orders.has(order.id)) {
    throw new Error(`Order ${order.id} already exists`);
  }
  findCustomer(order.customerId);
  orders.set(order.id, order);
}

export function addShipment(shipment: Shipment): void {
  if (shipments.has(shipment.id)) {
    throw new Error(`Shipment ${shipment.id} already exists`);
  }
  shipments.set(shipment.id, shipment);
}

export function addOffer(offer: Offer): void {
  if (offers.has(offer.id)) {
    throw new Error(`Offer ${offer.id} already exists`);
  }
  findCustomer(offer.customerId);
  offers.set(offer.id, offer);
}

export function addInvoice(invoice: Invoice): void {
  if (invoices.has(invoice.id)) {
    throw new Error(`Invoice ${invoice.id} already exists`);
  }
  invoices.set(invoice.id, invoice);
}

export function hasShipment(id: string): boolean {
  return shipments.has(id);
}

export function hasInvoice(id: string): boolean {
  return invoices.has(id);
}

export function findShipment(id: string): Shipment {
  const shipment = shipments.get(id);
  if (shipment === undefined) {
    throw new Error(`Shipment ${id} does not exist`);
  }
  return shipment;
}

export function findOffer(id: string): Offer {
  const offer = offers.get(id);
  if (offer === undefined) {
    throw new Error(`Offer ${id} does not exist`);
  }
  return offer;
}

export function findInvoice(id: string): Invoice {
  const invoice = invoices.get(id);
  if (invoice === undefined) {
    throw new Error(`Invoice ${id} does not exist`);
  }
  return invoice;
}

export function removeShipment(id: string): void {
  if (!shipments.has(id)) {
    throw new Error(`Shipment ${id} does not exist`);
  }
  shipments.delete(id);
}

export function removeInvoice(id: string): void {
  if (!invoices.has(id)) {
    throw new Error(`Invoice ${id} does not exist`);
  }
  invoices.delete(id);
}

export function shipmentsOfOrder(orderId: string): Shipment[] {
  return [...shipments.values()].filter((shipment) => shipment.orderId === orderId);
}

export function invoicesOfOrder(orderId: string): Invoice[] {
  return [...invoices.values()].filter((invoice) => invoice.orderId === orderId);
}

export function countShipments(): number {
  return shipments.size;
}

export function countInvoices(): number {
  return invoices.size;
}

export function totalOfLine(line: OrderLine): Money {
  const product = findProduct(line.productId);
  return multiply(product.price, line.quantity);
}

export function totalOfShipment(shipment: Shipment): Money {
  let total = money(0, 'EUR');
  for (const line of shipment.lines) {
    total = add(total, totalOfLine(line));
  }
  return total;
}

export function totalOfOffer(offer: Offer): Money {
  let total = money(0, 'EUR');
  for (const line of offer.lines) {
    total = add(total, totalOfLine(line));
  }
  return total;
}

export function itemsOfShipment(shipment: Shipment): number {
  let items = 0;
  for (const line of shipment.lines) {
    items += line.quantity;
  }
  return items;
}

export function itemsOfOffer(offer: Offer): number {
  let items = 0;
  for (const line of offer.lines) {
    items += line.quantity;
  }
  return items;
}

export function offersOfCustomer(customerId: string): Offer[] {
  return [...offers.values()].filter((offer) => offer.customerId === customerId);
}

// Try it: begin a function on the line below, such as this one:
// export function findOrder(id: string): Order { … }
