import { strict as assert } from 'node:assert';
import { ReadAhead } from '../../../../server/src/completion/fetch/readAhead.ts';
import { DocumentStore } from '../../../../server/src/documents/documentStore.ts';
import type { GenerationRequest } from '../../../../server/src/domain/generation.ts';
import { aPolicy } from '../../../../tools/testing/aPolicy.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';
import { aRequest } from '../../../../tools/testing/requests.ts';

const URI = 'file:///project/a.ts';
const AT = { line: 0, character: 4 };

function begin(changes: object = {}, server = { isFree: true }) {
  const clock = new FakeClock();
  const documents = new DocumentStore();
  documents.open(URI, 'typescript', 1, 'a = \n');
  const asked: { readonly isPause: boolean | undefined }[] = [];
  const read: { readonly request: GenerationRequest; readonly signal: AbortSignal }[] = [];
  const settings = { enable: true, languages: {}, maxLines: 12, speculate: true, ...changes };
  const ahead = new ReadAhead(settings, {
    clock,
    documents,
    policy: aPolicy(),
    requests: {
      requestAt: (_, { isPause }) => {
        asked.push({ isPause });
        return aRequest();
      },
    },
    models: {
      mayReadAhead: () => server.isFree,
      readAhead: async (request, signal) => void read.push({ request, signal }),
    },
  });
  return { ahead, clock, documents, asked, read };
}

describe('reading ahead', () => {
  it('waits until its user has done nothing for a second, and may choose other files anew', async () => {
    const { ahead, clock, asked, read } = begin();
    ahead.activeAt(URI, AT);
    await clock.pass(999);
    ahead.activeAt(URI, AT);
    await clock.pass(999);
    assert.equal(read.length, 0);
    await clock.pass(1);
    assert.deepEqual([read.length, asked[0]?.isPause], [1, true]);
    await clock.pass(10_000);
    assert.equal(read.length, 1);
  });

  it('reads nothing where no completion would be asked for, or no server is free', async () => {
    const readIn = async (changes: object, text?: string, isFree = true, uri = URI) => {
      const { ahead, clock, documents, asked, read } = begin(changes, { isFree });
      if (text !== undefined) documents.open(uri, 'typescript', 2, text);
      ahead.activeAt(uri, AT);
      await clock.pass(1_000);
      assert.equal(asked.length, read.length);
      return read.length;
    };
    assert.equal(await readIn({}), 1);
    assert.equal(await readIn({ speculate: false }), 0);
    assert.equal(await readIn({ enable: false }), 0);
    assert.equal(await readIn({ languages: { typescript: false } }), 0);
    assert.equal(await readIn({}, undefined, false), 0);
    assert.equal(await readIn({}, 'a = \n', true, 'file:///project/.env'), 0);
    assert.equal(await readIn({}, undefined, true, 'file:///project/closed.ts'), 0);
    assert.equal(await readIn({}, '\n'.repeat(8_000)), 0);
    assert.equal(await readIn({}, '\n'.repeat(7_999)), 1);
  });

  it('waits for a server that has something to do, but not without end', async () => {
    const server = { isFree: false };
    const { ahead, clock, read } = begin({}, server);
    ahead.activeAt(URI, AT);
    await clock.pass(5_500);
    server.isFree = true;
    await clock.pass(499);
    assert.equal(read.length, 0);
    await clock.pass(1);
    assert.equal(read.length, 1);
    server.isFree = false;
    ahead.activeAt(URI, AT);
    await clock.pass(20_000);
    assert.equal(clock.pending, 0);
  });

  it('ends when its document is closed, or it is no longer wanted', async () => {
    const { ahead, clock, read } = begin();
    ahead.activeAt(URI, AT);
    await clock.pass(1_000);
    ahead.closed('file:///project/b.ts');
    assert.equal(read[0]?.signal.aborted, false);
    ahead.closed(URI);
    assert.equal(read[0]?.signal.aborted, true);
    ahead.activeAt(URI, AT);
    await clock.pass(1_000);
    ahead.activeAt(URI, AT);
    ahead.dispose();
    assert.equal(read[1]?.signal.aborted, true);
    assert.equal(clock.pending, 0);
  });
});
