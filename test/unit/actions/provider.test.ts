import { strict as assert } from 'node:assert';
import type { ActionEvent } from '../../../server/src/actions/events.ts';
import { ActionProvider } from '../../../server/src/actions/provider.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import type { GenerationRequest } from '../../../server/src/domain/generation.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aGeneration } from '../../../tools/testing/requests.ts';

const URI = 'file:///project/a.ts';

/** A document with a line that is wrong, and a model that says what the test wants. */
function acting(lines: readonly string[], wrong: number, answer: () => string = () => '') {
  const documents = new DocumentStore();
  documents.open(URI, 'typescript', 1, lines.join('\n'));
  const asked: GenerationRequest[] = [];
  const events: ActionEvent[] = [];
  const provider = new ActionProvider({
    documents,
    generate: async (request) => {
      asked.push(request);
      return aGeneration({ text: answer() });
    },
    clock: new FakeClock(),
    observe: (event) => events.push(event),
    batchSize: 5,
  });
  const diagnostic = { line: wrong, message: "Cannot find name 'totl'", source: 'ts' };
  const run = () => {
    const [offer] = provider.offer(URI, [diagnostic]);
    assert.ok(offer);
    return provider.run(offer, new AbortController().signal, () => undefined);
  };
  return { run, documents, asked, events };
}

describe('"Fix with Aurelis"', () => {
  const broken = ['const total = 1;', 'use(totl);'];
  const fixed = '```ts\nconst total = 1;\nuse(total);\n```';

  it('makes an edit of the answer', async () => {
    const { run, events } = acting(broken, 1, () => fixed);
    const outcome = await run();
    assert.deepEqual(outcome.kind === 'edit' && outcome.edits.map(({ lines }) => lines), [
      ['use(total);'],
    ]);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['actionRequested', 'actionAnswered'],
    );
  });

  it('makes none for a document that has moved on while the model answered', async () => {
    const { run, documents } = acting(broken, 1, () => {
      documents.change(URI, 2, [{ text: `// A line above.\n${broken.join('\n')}` }]);
      return fixed;
    });
    assert.deepEqual(await run(), { kind: 'outdated' });
  });

  it('shows the model forty lines on either side of the block', async () => {
    const line = (index: number) => (index === 100 ? 'use(totl);' : `call${index}();`);
    const lines = Array.from({ length: 201 }, (_, index) => line(index));
    lines[99] = '';
    lines[101] = '';
    const { run, asked } = acting(lines, 100);
    await run();
    const input = asked[0]?.input;
    const user = input?.kind === 'chat' ? input.user : '';
    const shown = [...user.matchAll(/call(\d+)\(\)/g)].map(([, index]) => Number(index));
    assert.deepEqual([shown[0], shown.at(-1)], [60, 140]);
  });
});
