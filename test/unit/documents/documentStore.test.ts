import { strict as assert } from 'node:assert';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';

describe('DocumentStore', () => {
  it('tells its listeners of each change, and nothing to those who have left', () => {
    const documents = new DocumentStore();
    const told: string[] = [];
    const listener = documents.listen(({ kind }) => told.push(kind));
    documents.open('file:///a.ts', 'typescript', 1, 'a');
    documents.change('file:///a.ts', 2, [{ text: 'b' }]);
    documents.close('file:///a.ts');
    documents.close('file:///a.ts');
    assert.deepEqual(told, ['opened', 'changed', 'closed']);
    listener.dispose();
    documents.open('file:///a.ts', 'typescript', 1, 'a');
    assert.equal(told.length, 3);
  });
});
