import { strict as assert } from 'node:assert';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../../server/src/documents/notebooks.ts';
import type { Engine } from '../../../server/src/engine/engine.ts';
import { FeatureFactory } from '../../../server/src/engine/features.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const URI = 'file:///a.ts';

describe('the features', () => {
  it('built last are told what happens to documents, and those before no more', () => {
    const documents = new DocumentStore();
    const told: string[] = [];
    const factory = new FeatureFactory({
      clock: new FakeClock(),
      newId: () => '1',
      workspace: {
        documents,
        notebooks: new Notebooks(),
        readFile: async () => undefined,
        predictor: { predict: async () => undefined },
      },
      observe: () => undefined,
      onDecision: () => undefined,
      onOpened: () => told.push('opened'),
    });
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
