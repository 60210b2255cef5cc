import { cursorAt } from '../../server/src/completion/cursor.ts';
import { SuggestionStore } from '../../server/src/completion/memory/suggestionStore.ts';
import { LiveDocument } from '../../server/src/documents/liveDocument.ts';
import { seededRandom } from '../../tools/random.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import type { Measured } from '../support/bench.ts';
import { quantile } from '../support/table.ts';

const ENTRIES = 10_000;
const LOOKUPS = 20_000;
const LINE = 'export const value = compute(first, second);';

/** Finding a suggestion in a document of 1 MB that has had 10,000 of them: those that are there, and none. */
export function lookups(): Measured[] {
  const lines = Array.from({ length: 22_000 }, (_, index) => `${LINE} // ${index}`);
  const document = LiveDocument.create('file:///large.ts', 'typescript', 1, lines.join('\n'));
  const trie = new SuggestionStore(new FakeClock());
  const random = seededRandom(3);
  const place = () => {
    const line = Math.floor(random() * lines.length);
    return cursorAt(document, { line, character: Math.floor(random() * LINE.length) });
  };
  const places = Array.from({ length: ENTRIES }, place);
  for (const [index, cursor] of places.entries()) {
    const text = `${cursor.lineSuffix}\nnext(line);`;
    trie.put(cursor, { id: String(index), text, source: 'upstream', model: 'm' });
  }
  const times: number[] = [];
  let found = 0;
  for (let lookup = 0; lookup < LOOKUPS; lookup++) {
    const cursor = lookup % 2 === 0 ? (places[lookup % ENTRIES] ?? place()) : place();
    const begun = performance.now();
    if (trie.find(cursor) !== undefined) found++;
    times.push((performance.now() - begun) * 1000);
  }
  if (found < LOOKUPS / 2) throw new Error(`${found} of ${LOOKUPS} found`);
  const warm = times.slice(LOOKUPS / 4);
  const told = (share: number) => quantile(warm, share);
  return [
    {
      name: 'lookup, 1 MB, 10,000 suggestions: median',
      unit: 'µs',
      value: told(0.5),
      bar: { is: 'atMost', value: 50 },
    },
    { name: 'the same, 99th percentile', unit: 'µs', value: told(0.99) },
  ];
}
