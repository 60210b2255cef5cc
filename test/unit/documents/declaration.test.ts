import { strict as assert } from 'node:assert';
import { declarationAround } from '../../../server/src/documents/declaration.ts';

/** Texts in which the lines of one declaration begin with `|`: around a cursor in each of them it is found. */
const CASES: Readonly<Record<string, string>> = {
  typescript: `
 class Cart {
   #items = [];

|  total(from: number): number {
|    let sum = 0;
|
|    for (const item of this.#items) {
|      sum += item;
|    }
|    return sum;
|  }

   clear() {
     this.#items = [];
   }
 }`,
  arrow: `
 const one = 1;

|export const total = async (items) => {
|  const sum = items.length;
|  return sum;
|};

 export const two = 2;`,
  python: `
 class Cart:
|    def total(self, items):
|        amount = 0
|
|        for item in items:
|            amount += item
|        return amount

     def clear(self):
         self.items = []`,
  go: `
 package cart

|func (c *Cart) Total(from int) int {
|	sum := 0
|	for _, item := range c.items {
|		sum += item
|	}
|	return sum
|}

 func Other() {
 }`,
  rust: `
 impl Cart {
|    pub fn total<'a>(&'a self) -> f64 {
|        let mut sum = 0.0;
|        for item in &self.items {
|            sum += item;
|        }
|        sum
|    }

     fn clear(&mut self) {
     }
 }`,
  java: `
 public class Cart {
|    public double total(List<Item> items) throws IOException {
|        double sum = 0;
|        for (Item item : items) {
|            sum += item.price();
|        }
|        return sum;
|    }
 }`,
  csharp: `
 namespace Shop
 {
     public class Cart
     {
|        public List<Item> Paid(string name, int limit)
|        {
|            var items = new List<Item>();
|            foreach (var item in _items)
|            {
|                items.Add(item);
|            }
|            return items;
|        }

         public void Clear()
         {
             _items = null;
         }
     }
 }`,
  ruby: `
 class Cart
|  def total(items)
|    sum = 0
|    items.each do |item|
|      sum += item
|    end
|    sum
|  end

   def clear
   end
 end`,
  php: `
 final class Cart
 {
|    public function total(array $items): int
|    {
|        $sum = 0;
|        foreach ($items as $item) {
|            $sum += $item;
|        }
|        return $sum;
|    }
 }`,
  cpp: `
 class Cart {
  public:
|  int Total(const std::vector<int>& items) const {
|    int sum = 0;
|    for (int item : items) {
|      sum += item;
|    }
|    return sum;
|  }
 };`,
  kotlin: `
 class Cart {
|    suspend fun total(items: List<Int>): Int {
|        var sum = 0
|        for (item in items) {
|            sum += item
|        }
|        return sum
|    }
 }`,
  lua: `
 local Cart = {}

|function Cart:total(items)
|  local sum = 0
|  for _, item in ipairs(items) do
|    sum = sum + item
|  end
|  return sum
|end

 return Cart`,
  swift: `
 struct Cart {
|    func total(of items: [Int]) -> Int {
|        var sum = 0
|        for item in items {
|            sum += item
|        }
|        return sum
|    }
 }`,
  elixir: `
 defmodule Cart do
|  def total(items) do
|    Enum.reduce(items, 0, fn item, sum ->
|      item + sum
|    end)
|  end
 end`,
  table: `
 const handlers = {
|  total: function (items) {
|    let sum = 0;
|    for (const item of items) {
|      sum += item;
|    }
|    return sum;
|  },
 };`,
};

describe('the declaration around a line', () => {
  for (const [name, text] of Object.entries(CASES)) {
    it(`is found from each of its lines: ${name}`, () => {
      const rows = text.slice(1).split('\n');
      const lines = rows.map((row) => row.slice(1));
      const inside = rows.flatMap((row, index) => (row.startsWith('|') ? [index] : []));
      const range = { first: inside[0], last: inside.at(-1) };
      for (const line of inside) {
        assert.deepEqual(
          declarationAround(lines, line),
          range,
          `from line ${line}: ${lines[line]}`,
        );
      }
    });
  }

  it('is the smallest block where there is none, or none that is short enough', () => {
    const plain = ['if (a) {', '  b();', '}', '', 'c();'];
    assert.deepEqual(declarationAround(plain, 1), { first: 0, last: 2 });
    assert.deepEqual(declarationAround(plain, 4), { first: 4, last: 4 });
    const body = Array.from({ length: 300 }, (_, index) => `  call(${index});`);
    const long = [
      'function f() {',
      ...body.slice(0, 150),
      '  if (a) {',
      '    b();',
      '  }',
      ...body,
      '}',
    ];
    assert.deepEqual(declarationAround(long, 152), { first: 151, last: 153 });
  });

  it('takes twelve levels and no time for a text without end', () => {
    const deep = Array.from({ length: 5_000 }, (_, index) => ' '.repeat(index));
    assert.ok(declarationAround(deep, 4_999).last <= 4_999);
    assert.deepEqual(declarationAround([], 0), { first: 0, last: 0 });
  });
});
