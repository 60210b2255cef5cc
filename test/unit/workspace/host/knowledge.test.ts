import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NOTHING_EXCLUDED } from '../../../../server/src/privacy/sharingPolicy.ts';
import { Knowledge } from '../../../../server/src/workspace/host/knowledge.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

describe('Knowledge', () => {
  let root: string;
  let clock: FakeClock;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-'));
    clock = new FakeClock();
    for (const folder of ['one', 'other']) {
      mkdirSync(join(root, folder));
      for (let index = 0; index < 60; index++)
        writeFileSync(join(root, folder, `code${index}.ts`), `let ${folder}${index};\n`);
    }
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const read = (maxFiles: number) =>
    new Knowledge(
      { folders: [root], sharing: NOTHING_EXCLUDED, maxFiles, maxBytes: 1_000_000 },
      clock,
    );
  const open = (knowledge: Knowledge, name: string) =>
    [...knowledge.learnDocument(pathToFileURL(join(root, name)).href, 'let a;\n')].length;

  it('learns what lies beside an open document, once, within a tenth of the budget more', () => {
    const knowledge = read(50);
    assert.equal(knowledge.model.files, 50);
    assert.equal(open(knowledge, 'one/code0.ts'), 5);
    assert.equal(knowledge.model.files, 55);
    open(knowledge, 'one/code1.ts');
    open(knowledge, 'other/code1.ts');
    assert.equal(knowledge.model.files, 55);
  });

  it('learns nothing beside a document of elsewhere', () => {
    const knowledge = new Knowledge(
      {
        folders: [join(root, 'one')],
        sharing: NOTHING_EXCLUDED,
        maxFiles: 40,
        maxBytes: 1_000_000,
      },
      clock,
    );
    open(knowledge, 'other/code1.ts');
    [...knowledge.learnDocument('untitled:Untitled-1', 'let a;\n')];
    assert.equal(knowledge.model.files, 40);
  });

  it('is another workspace once a quarter of its files, and many, are gone', async () => {
    const knowledge = read(1_000);
    const remove = async (from: number, to: number) => {
      for (let index = from; index < to; index++) rmSync(join(root, 'one', `code${index}.ts`));
      await clock.pass(300);
      knowledge.forgetGone();
    };
    await remove(0, 49);
    assert.equal(knowledge.isThinned, false);
    await remove(49, 50);
    assert.equal(knowledge.isThinned, true);
  });
});
