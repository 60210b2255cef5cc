import { strict as assert } from 'node:assert';

/** The part of vitest's `expect` that the suite uses. */
export const expect = (actual: unknown) => ({
  toBe: (expected: unknown) => assert.ok(Object.is(actual, expected), `${String(actual)}`),
  toEqual: (expected: unknown) => assert.deepEqual(actual, expected),
  toBeTruthy: () => assert.ok(actual),
  toBeFalsy: () => assert.ok(!actual),
  toBeNull: () => assert.equal(actual, null),
  toBeUndefined: () => assert.equal(actual, undefined),
  toBeDefined: () => assert.notEqual(actual, undefined),
});
