import { strict as assert } from 'node:assert';
import { shapeOf } from '../../../server/src/workspace/index/alignment.ts';
import { Corpus, MAX_CORPUS } from '../../../server/src/workspace/index/corpus.ts';
import { WorkspaceModel } from '../../../server/src/workspace/model/workspaceModel.ts';
import {
  FunctionIndex,
  MAX_ENTRIES,
} from '../../../server/src/workspace/siblings/functionIndex.ts';
import { Signatures } from '../../../server/src/workspace/siblings/signature.ts';
import { Sequencer } from '../../../server/src/workspace/tokens/sequencer.ts';
import { Vocabulary } from '../../../server/src/workspace/tokens/vocabulary.ts';
import { processorMs } from '../../support/processorTime.ts';

/** Generous: what is not linear takes minutes. */
const MAX_QUERY_MS = 500;

function msOfQuery(files: readonly string[], prefix: string): number {
  const model = new WorkspaceModel();
  for (const [index, text] of files.entries()) model.learnFile(`file:///project/${index}.ts`, text);
  model.prepare();
  const query = { uri: 'file:///project/open.ts', languageId: '', suffix: '\n}\n', maxLines: 12 };
  return processorMs(() => model.predict({ ...query, prefix }));
}

describe('bounds of sibling bodies', () => {
  it('keeps no more functions than it has room for, and finds those that it has', () => {
    const vocabulary = new Vocabulary();
    const signatures = new Signatures(vocabulary);
    const index = new FunctionIndex(signatures, vocabulary, shapeOf(vocabulary));
    const corpus = new Corpus([], 1, MAX_CORPUS);
    const start = corpus.append(
      new Sequencer(vocabulary, 0).sequence('find() {\n}\n'.repeat(1_000)),
    );
    while (index.length < MAX_ENTRIES) index.add(corpus, start, corpus.length);
    index.add(corpus, start, corpus.length);
    assert.equal(index.length, MAX_ENTRIES);
    const signature = signatures.endingAt(corpus, start + 3);
    assert.ok(signature);
    assert.ok(index.like(corpus, signature).size > 0);
    index.clear();
    assert.equal(index.like(corpus, signature).size, 0);
  });

  it('answers soon beside two megabytes of functions that are all alike', () => {
    const each = (number: number) =>
      `function find${number}(id: string): Item {\n  return items.get(id);\n}\n`;
    const text = Array.from({ length: 34_000 }, (_, number) => each(number)).join('');
    assert.ok(text.length > 2_000_000);
    const prefix = 'use(items);\nfunction findOrder(id: string): Item {\n  ';
    assert.ok(msOfQuery([text], prefix) < MAX_QUERY_MS);
  });

  it('takes no longer for names of ten thousand letters', () => {
    for (const letters of ['x', 'X', 'xX', '_', 's']) {
      const long = letters.repeat(10_000 / letters.length);
      const like = (name: string) =>
        `function find${name}(id: string): ${name} {\n  return ${name}s.get(id);\n}\n`;
      const files = [like(long), like(`${long}y`)];
      const prefix = like(`${long}z`).split('\n')[0];
      assert.ok(msOfQuery(files, `${prefix}\n  `) < MAX_QUERY_MS, letters);
    }
  });

  it('takes no longer where brackets never close', () => {
    for (const text of ['(', '{\n', 'f(', '{', 'f(a) {\n']) {
      const long = text.repeat(100_000 / text.length);
      assert.ok(msOfQuery([long], `${long.slice(0, 32_000)}\nfind() {\n  `) < MAX_QUERY_MS, text);
    }
  });
});
