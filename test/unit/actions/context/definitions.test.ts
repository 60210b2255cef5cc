import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { ActionTarget } from '../../../../server/src/actions/action.ts';
import { Definitions } from '../../../../server/src/actions/context/definitions.ts';
import { DocumentStore } from '../../../../server/src/documents/documentStore.ts';
import { LiveDocument } from '../../../../server/src/documents/liveDocument.ts';
import { aPolicy } from '../../../../tools/testing/aPolicy.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

const URI = 'file:///project/a.ts';
const OTHER = 'file:///project/other.ts';
const LINES = ['const sum = addAll(prices);', 'print(sum);'];
const FOUND = ['export function addAll(prices) {', '  return prices.length;', '}'];

/** An editor that knows where `addAll` is defined, and files that may be read. */
function looking(
  answer: (params: unknown, signal: AbortSignal) => unknown = () => [[{ uri: OTHER, line: 0 }]],
) {
  const clock = new FakeClock();
  const documents = new DocumentStore();
  const policy = aPolicy();
  const files = new Map([[OTHER, FOUND.join('\n')]]);
  const [reads, asked]: [string[], unknown[]] = [[], []];
  const definitions = new Definitions({
    clock,
    documents,
    policy,
    readFile: async (uri) => {
      reads.push(uri);
      return files.get(uri);
    },
    symbols: async (params, signal) => {
      asked.push(params);
      return { places: await answer(params, signal) };
    },
    spelt: (uri) => uri,
  });
  const of = (lines: readonly string[] = LINES, signal = new AbortController().signal) => {
    const document = LiveDocument.create(URI, 'typescript', 1, lines.join('\n'));
    const target: ActionTarget = {
      languageId: 'typescript',
      lines: document.lines,
      block: { first: 0, last: Math.min(1, lines.length - 1) },
      diagnostic: { line: 0, message: '', source: undefined },
      diagnosticLines: [0],
    };
    return definitions.of(document, target, signal);
  };
  return { of, clock, documents, policy, files, reads, asked };
}

const SHOWN = `From other.ts:\n${FOUND.join('\n')}`;

describe('definitions of what a piece of code uses', () => {
  it('are those that the editor knows, with the file above each', async () => {
    const { of, asked } = looking();
    assert.equal(await of(), SHOWN);
    assert.deepEqual(asked, [
      {
        uri: URI,
        positions: [
          { line: 0, character: 6 },
          { line: 0, character: 12 },
          { line: 0, character: 19 },
          { line: 1, character: 0 },
        ],
      },
    ]);
  });

  it('are none of files that may not be read, nor of open ones that may not be sent', async () => {
    const { of, files, documents, policy, reads } = looking();
    files.clear();
    assert.equal(await of(), '');
    documents.open(OTHER, 'typescript', 1, FOUND.join('\n'));
    policy.configure({ exclude: ['**/other.ts'], hidden: [] });
    assert.equal(await of([...LINES, 'more']), '');
    assert.deepEqual(reads, [OTHER]);
  });

  it('are told no more once their file is excluded, though they are kept', async () => {
    const { of, files, documents, policy } = looking();
    assert.equal(await of(), SHOWN);
    files.clear();
    assert.equal(await of(), '');
    documents.open(OTHER, 'typescript', 1, FOUND.join('\n'));
    assert.equal(await of([...LINES, 'more']), SHOWN);
    policy.configure({ exclude: ['**/other.ts'], hidden: [] });
    assert.equal(await of([...LINES, 'more']), '');
  });

  it('are kept for five minutes, as they were', async () => {
    const { of, clock, asked, files } = looking();
    await of();
    files.set(OTHER, 'export const addAll = 1;');
    await clock.pass(299_999);
    assert.equal(await of(), SHOWN);
    assert.equal(asked.length, 1);
    await clock.pass(1);
    assert.equal(await of(), 'From other.ts:\nexport const addAll = 1;');
    assert.equal(asked.length, 2);
  });

  it('are kept for fifty pieces of code, the oldest of which goes first', async () => {
    const { of, asked } = looking();
    for (let index = 0; index < 51; index++) await of([...LINES, `${index}`]);
    await of([...LINES, '50']);
    await of([...LINES, '1']);
    assert.equal(asked.length, 51);
    await of([...LINES, '0']);
    assert.equal(asked.length, 52);
  });

  it('are done without where the editor takes longer than 800 ms, which it is told', async () => {
    let heard: AbortSignal | undefined;
    const { of, clock } = looking((_, signal) => {
      heard = signal;
      return new Promise(() => undefined);
    });
    let text: string | undefined;
    const asked = of().then((found) => {
      text = found;
    });
    await clock.pass(799);
    assert.equal(text, undefined);
    await clock.pass(1);
    await asked;
    assert.deepEqual([text, heard?.aborted], ['', true]);
  });

  it('reject by the signal, and are then not kept', async () => {
    const controller = new AbortController();
    const { of, asked } = looking(() => {
      if (asked.length === 1) controller.abort();
      return [[{ uri: OTHER, line: 0 }]];
    });
    await assert.rejects(of(LINES, controller.signal), { name: 'AbortError' });
    assert.equal(await of(), SHOWN);
  });

  it('come with uses that are not far away: large documents are not read whole', async () => {
    const { of } = looking(() => []);
    const apart = (lines: number) => [...LINES, ...Array<string>(lines).fill(''), 'addAll([2]);'];
    assert.equal(await of(apart(2_400)), 'Also in a.ts:\naddAll([2]);');
    assert.equal(await of(apart(2_600)), '');
  });

  it('are without those that the question shows anyway, and tell of uses further away', async () => {
    const far = Array.from({ length: 60 }, () => '');
    const lines = [...LINES, ...far, 'function far() {', '  return addAll([1]);', '}'];
    const { of } = looking(() => [[{ uri: URI, line: 1 }], [{ uri: URI, line: 62 }]]);
    const text = await of(lines);
    assert.equal(
      text,
      'From a.ts:\nfunction far() {\n  return addAll([1]);\n}\n\nAlso in a.ts:\nreturn addAll([1]);',
    );
  });

  it('are the first sixteen lines of each, two a name, and 3,000 characters of all', async () => {
    const { of, files } = looking(() => [
      [0, 40, 80].map((line) => ({ uri: OTHER, line })),
      [{ uri: OTHER, line: 120 }],
    ]);
    const piece = (name: string) => [
      `function ${name}() {`,
      ...Array(38).fill(`  // ${'x'.repeat(70)}`),
      '}',
    ];
    files.set(OTHER, ['a', 'b', 'c', 'd'].flatMap(piece).join('\n'));
    const text = await of();
    assert.deepEqual(text.match(/function \w/g), ['function a', 'function b']);
    assert.equal(text.split('\n').length, 2 * 17 + 1);
    assert.ok(text.length <= 3_000);
  });

  it('are what an answer holds that is as it should be, and bear any other', async () => {
    const odd = fc.anything({ maxDepth: 4 });
    const place = fc.oneof(
      odd,
      fc.record({
        uri: fc.oneof(fc.constant(OTHER), fc.string(), odd),
        line: fc.oneof(fc.constantFrom(0, -1, 1.5, 2 ** 53, Number.NaN, 1e9), odd),
      }),
    );
    const answers = fc.oneof(odd, fc.array(fc.oneof(odd, fc.array(place)), { maxLength: 20 }));
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        const { of, reads } = looking(() => answer);
        const text = await of();
        assert.ok(text === '' || text.startsWith('From '));
        assert.ok(reads.length <= 24);
      }),
      { numRuns: 200 },
    );
    const many = Array.from({ length: 500 }, (_, index) =>
      Array.from({ length: 500 }, () => ({ uri: `${OTHER}${index}`, line: 0 })),
    );
    const { of, reads } = looking(() => many);
    await of();
    assert.equal(reads.length, 24);
    const long = looking(() => [[{ uri: `file:///${'x'.repeat(5_000)}`, line: 0 }]]);
    await long.of();
    assert.deepEqual(long.reads, []);
  });

  it('are none where the editor fails', async () => {
    const { of } = looking(() => Promise.reject(new Error('no')));
    assert.equal(await of(), '');
  });
});
