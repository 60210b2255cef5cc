"""Sums the orders of a day. A second language to try suggestions in."""

from dataclasses import dataclass


@dataclass
class Order:
    number: str
    customer: str
    total: int


def total_of(orders: list[Order]) -> int:
    total = 0
    for order in orders:
        total += order.total
    return total


def customers_of(orders: list[Order]) -> set[str]:
    customers = set()
    for order in orders:
        customers.add(order.customer)
    return customers
