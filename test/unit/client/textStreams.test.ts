import { strict as assert } from 'node:assert';
import { inFull, TextStreams } from '../../../client/src/textStreams.ts';

describe('texts that come in pieces', () => {
  it('are told to who has asked for them, until that is answered, and to nobody else', async () => {
    const streams = new TextStreams();
    const told: string[] = [];
    const ids: string[] = [];
    const done = Promise.withResolvers<number>();
    const ask = (id: string) => {
      ids.push(id);
      return done.promise;
    };
    const works = ['a', 'b'].map((name) =>
      streams.during((piece) => told.push(`${name} ${piece}`), ask),
    );
    const [first = assert.fail(), second = assert.fail()] = ids;
    assert.notEqual(first, second);
    streams.heard({ id: first, text: 'Add' });
    streams.heard({ id: 'other', text: 'Other' });
    streams.heard({ id: second, text: 'it' });
    done.resolve(5);
    assert.deepEqual(await Promise.all(works), [5, 5]);
    streams.heard({ id: first, text: 'late' });
    assert.deepEqual(told, ['a Add', 'b it']);
  });

  it('are told to nobody after work that failed', async () => {
    const streams = new TextStreams();
    const told: string[] = [];
    let asked = '';
    const work = streams.during(
      (piece) => told.push(piece),
      (id) => {
        asked = id;
        return Promise.reject(new Error('no'));
      },
    );
    await assert.rejects(work, /no/);
    streams.heard({ id: asked, text: 'late' });
    assert.deepEqual(told, []);
  });

  it('are told in full to who wants that', () => {
    const told: string[] = [];
    const hear = inFull((text) => told.push(text));
    for (const piece of ['Add', ' it']) hear(piece);
    assert.deepEqual(told, ['Add', 'Add it']);
  });
});
