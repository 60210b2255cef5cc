import { strict as assert } from 'node:assert';
import { declaredName, declaredNames } from '../../../server/src/documents/declaredName.ts';

describe('the name that a line declares', () => {
  const cases: [line: string, name: string | undefined][] = [
    ['  total(items: Item[]): number {', 'total'],
    ['  async #total(items) {', '#total'],
    ['export const total = async (items) => {', 'total'],
    ['export class Cart extends Base {', 'Cart'],
    ['type Cart struct {', 'Cart'],
    ['    def total(self, items) -> int:', 'total'],
    ['  def self.total?(items)', 'total?'],
    ["pub fn total<'a>(&'a self) -> f64 {", 'total'],
    ['func (c *Cart) Total(from int) int {', 'Total'],
    ['public double total(List<Item> items) {', 'total'],
    ['  std::vector<Count> MostUsed(const std::string& text) const {', 'MostUsed'],
    ['int Cart::Total(int from) {', 'Total'],
    ['suspend fun <T> total(items: List<T>): Int =', 'total'],
    ['function Cart:total(items)', 'total'],
    ['Cart.total = function(self, items)', 'total'],
    ['public function total(array $items): int', 'total'],
    ['function* walk(tree) {', 'walk'],
    ['if (items) {', undefined],
    ['for (const item of items) {', undefined],
    ['return items;', undefined],
    ['', undefined],
  ];
  for (const [line, name] of cases) it(line, () => assert.equal(declaredName(line), name));

  it('is looked for in lines that declare, with their brace on the next line, too', () => {
    const lines = [
      'public int Total(Item item)',
      '{',
      '  Add(item);',
      '  if (item)',
      '  {',
      '  }',
      '}',
    ];
    assert.deepEqual(declaredNames(lines), [{ name: 'Total', line: 0 }]);
    assert.deepEqual(declaredNames(['total(a);', 'const sum = total(a);']), []);
  });

  it('is looked for in the first 1,000 characters', () => {
    assert.equal(declaredName(`${' '.repeat(2_000)}function f() {`), 'f');
    assert.equal(declaredName(`function ${'a'.repeat(5_000)}() {`)?.length, 991);
  });
});
