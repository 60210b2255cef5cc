import { strict as assert } from 'node:assert';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../../server/src/documents/notebooks.ts';
import type { Engine } from '../../../server/src/engine/engine.ts';
import { FeatureFactory } from '../../../server/src/engine/features.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { aPolicy } from '../../../tools/testing/aPolicy.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';

const URI = 'file:///a.ts';

describe('the features', () => {
  const documents = new DocumentStore();
  const told: string[] = [];
  const read: string[] = [];
  let factory: FeatureFactory;

  beforeEach(() => {
    told.length = 0;
    read.length = 0;
    factory = new FeatureFactory({
      clock: new FakeClock(),
      newId: () => '1',
      workspace: {
        documents,
        notebooks: new Notebooks(),
        policy: aPolicy(),
        readFile: async (uri) => {
          read.push(uri);
          return undefined;
        },
        isThere: () => false,
        predictor: { predict: async () => undefined },
      },
      observe: () => undefined,
      onDecision: () => undefined,
      onOpened: () => told.push('opened'),
      isServing: () => true,
    });
  });

  afterEach(() => {
    documents.close(URI);
    factory.dispose();
  });

  it('read what a document imports when it is opened, unless they are off', async () => {
    const open = async (enable: boolean) => {
      factory.create(parseSettings({ enable }).settings, {} as Engine);
      documents.open(URI, 'typescript', 1, "import { b } from './b';\n");
      await settled();
      return read.length > 0;
    };
    assert.deepEqual([await open(false), await open(true)], [false, true]);
    assert.equal(read[0], 'file:///b.ts');
  });

  it('built last are told what happens to documents, and those before no more', () => {
    const { settings } = parseSettings({});
    const build = (name: string) => {
      const { completions } = factory.create(settings, {} as Engine);
      completions.changed = () => void told.push(`${name} changed`);
      completions.closed = () => void told.push(`${name} closed`);
    };
    build('first');
    build('second');
    documents.open(URI, 'typescript', 1, 'a');
    documents.change(URI, 2, [{ text: 'b' }]);
    documents.close(URI);
    assert.deepEqual(told, ['opened', 'second changed', 'second closed']);
    factory.dispose();
    documents.open(URI, 'typescript', 1, 'a');
    assert.equal(told.length, 3);
  });
});
