/** The caller no longer wants the result. Neither a failure nor a health signal. */
export class CancelledError extends Error {
  constructor() {
    super('Cancelled');
    this.name = 'CancelledError';
  }
}

/** Makes the compiler count the cases of a union; throws if the outside got one past it. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value: ${String(value)}`);
}
