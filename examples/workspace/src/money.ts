/** An amount in the smallest unit of its currency. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export function money(amount: number, currency: string): Money {
  return { amount, currency };
}

export function add(left: Money, right: Money): Money {
  if (left.currency !== right.currency) {
    throw new Error(`Cannot add ${left.currency} and ${right.currency}`);
  }
  return money(left.amount + right.amount, left.currency);
}

export function subtract(left: Money, right: Money): Money {
  if (left.currency !== right.currency) {
    throw new Error(`Cannot subtract ${left.currency} and ${right.currency}`);
  }
  return money(left.amount - right.amount, left.currency);
}

export function multiply(value: Money, factor: number): Money {
  return money(Math.round(value.amount * factor), value.currency);
}

export function format(value: Money): string {
  return `${(value.amount / 100).toFixed(2)} ${value.currency}`;
}
