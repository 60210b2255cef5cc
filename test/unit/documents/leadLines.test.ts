import { strict as assert } from 'node:assert';
import { leadOf } from '../../../server/src/documents/leadLines.ts';

/** The lines that belong to the last one. */
function lead(...lines: string[]): string[] {
  return lines.slice(leadOf(lines, lines.length - 1), -1);
}

describe('the lines above a declaration that belong to it', () => {
  it('are its comment, of one line or of several', () => {
    assert.deepEqual(lead('let a;', '/** Doubles. */', 'function f() {'), ['/** Doubles. */']);
    const long = ['/**', ' * Doubles.', ' *', ' * Twice.', ' */'];
    assert.deepEqual(lead('}', ...long, 'function f() {'), long);
    assert.deepEqual(lead('x', '', '# one', '# two', 'def f():'), ['# one', '# two']);
    assert.deepEqual(lead('/// Doc.', 'fn f() {'), ['/// Doc.']);
    assert.deepEqual(lead('-- doc', 'function f()'), ['-- doc']);
    assert.deepEqual(lead(';; doc', '(defun f ()'), [';; doc']);
  });

  it('are decorators, annotations and attributes, also with arguments over lines', () => {
    assert.deepEqual(lead('@deco', '@other(1)', 'def f():'), ['@deco', '@other(1)']);
    const component = ['// A box.', '@Component({', "  selector: 'box',", '', '})'];
    assert.deepEqual(lead(...component, 'class Box {'), component);
    assert.deepEqual(lead('/// Doc.', '#[inline]', 'pub fn f() {'), ['/// Doc.', '#[inline]']);
    assert.deepEqual(lead('    [Test]', '    [Case(1)]', '    void F() {'), [
      '    [Test]',
      '    [Case(1)]',
    ]);
  });

  it('are no code, nothing apart, nothing of another depth, no rule and no directive', () => {
    assert.deepEqual(lead('// far', '', 'function f() {'), []);
    assert.deepEqual(lead('call();', 'function f() {'), []);
    assert.deepEqual(lead('})', 'function f() {'), []);
    assert.deepEqual(lead('  // inner', 'function f() {'), []);
    assert.deepEqual(lead('#include <a.h>', 'int f(void) {'), []);
    assert.deepEqual(lead('#endif', 'int f(void) {'), []);
    assert.deepEqual(lead('#!/bin/sh', 'f() {'), []);
    assert.deepEqual(lead('---', 'function f()'), []);
    assert.deepEqual(lead('use(x, {', '  a: 1,', '})', 'function f() {'), []);
  });

  it('are eighty at most, and all of one comment or nothing of it', () => {
    const many = Array.from({ length: 200 }, (_, index) => `// ${index}`);
    assert.equal(lead(...many, 'function f() {').length, 80);
    const open = ['/*', ...Array<string>(100).fill(' * x'), ' */'];
    assert.deepEqual(lead(...open, 'function f() {'), []);
    assert.equal(leadOf([], 0), 0);
  });
});
