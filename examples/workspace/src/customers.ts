export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly country: string;
}

const customers = new Map<string, Customer>();

export function addCustomer(customer: Customer): void {
  if (customers.has(customer.id)) {
    throw new Error(`Customer ${customer.id} already exists`);
  }
  customers.set(customer.id, customer);
}

export function findCustomer(id: string): Customer {
  const customer = customers.get(id);
  if (customer === undefined) {
    throw new Error(`Customer ${id} does not exist`);
  }
  return customer;
}

export function customersOfCountry(country: string): Customer[] {
  return [...customers.values()].filter((customer) => customer.country === country);
}
