import { strict as assert } from 'node:assert';
import { LocalModel } from '../../tools/localModel/localModel.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

const LONG_MS = 30_000;
const URI = 'file:///project/orders.ts';
const ABOVE = Array.from({ length: 60 }, (_, index) => `const price${index} = ${index} * tax;\n`);
const TEXT = `${ABOVE.join('')}function total(items) {\n  return `;

describe('completions from a local model', () => {
  let model: LocalModel;
  let pair: LspPair;

  before(async () => {
    model = await LocalModel.begin();
    console.log(`      (${model.engine})`);
  });
  after(() => model.stop());

  beforeEach(async () => {
    await model.forget();
    pair = await lspPair({
      settings: {
        endpoints: [{ id: 'local', provider: 'llamacpp', url: model.url }],
        completion: { debounceMs: 0 },
      },
    });
  });
  afterEach(() => pair.close());

  /** The item behind all of a text. */
  const itemBehind = (text: string) => {
    const lines = text.split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    return pair.complete(URI, position, { invoked: true });
  };

  it('are shown, from a model that was asked what it is', async () => {
    const before = await model.counts();
    await pair.open(URI, TEXT);
    const isDescribed = async () => (await model.counts()).described > before.described;
    await waitFor('a question for what it is', isDescribed, LONG_MS);
    assert.equal((await itemBehind(TEXT))?.insertText, '  return result;');
  });

  it('evaluate what is new in a prompt, and little else', async () => {
    const before = await model.counts();
    await pair.open(URI, TEXT);
    await itemBehind(TEXT);
    const first = await model.counts();
    const evaluated = ({ evaluated: waited, readAhead }: typeof first) =>
      waited + readAhead.evaluated;
    const length = evaluated(first) - evaluated(before);
    // A token of code has two to five characters.
    assert.ok(length > TEXT.length / 5 && length < TEXT.length / 2, String(length));
    const typed = 'price1 + ';
    const end = { line: ABOVE.length + 1, character: 9 };
    await pair.client.sendNotification('textDocument/didChange', {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ range: { start: end, end }, text: typed }],
    });
    assert.equal((await itemBehind(TEXT + typed))?.insertText, `  return ${typed}result;`);
    const second = await model.counts();
    const added = evaluated(second) - evaluated(first);
    assert.ok(added > 0 && added < 40, String(added));
    assert.ok(second.reused - first.reused > length - 40, String(second.reused - first.reused));
  });
});
