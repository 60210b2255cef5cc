import { strict as assert } from 'node:assert';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import type { Generation, GenerationContext } from '../../../server/src/domain/generation.ts';
import { PlacesAhead } from '../../../server/src/engine/placesAhead.ts';
import { digitsOf, keyOf, kindOf, UsageDigests } from '../../../server/src/engine/usageDigests.ts';
import type { WarmingTools } from '../../../server/src/engine/warmingTools.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aGeneration, aRequest } from '../../../tools/testing/requests.ts';

const URI = 'file:///project/a.ts';
const KEY = keyOf('k'.repeat(32));

describe('places ahead', () => {
  const digests = new UsageDigests('secret');
  const documents = new DocumentStore();
  documents.open(URI, 'typescript', 1, 'one\nconst total = \nthree');
  const file = digests.file(URI);
  const place = digests.place('one', 'const total = ');
  const state = {
    settings: {} as object,
    isTrusted: true,
    mayWarm: true,
    onBattery: undefined as boolean | undefined,
    atHand: undefined as Generation | undefined,
    onDisk: [] as string[],
    answer: aGeneration({ cacheKey: KEY }) as Generation | Error,
    excluded: false,
  };
  let asked: GenerationContext[];
  let kept: number;
  let places: PlacesAhead;

  beforeEach(() => {
    [asked, kept] = [[], 0];
    Object.assign(state, { settings: {}, isTrusted: true, mayWarm: true, onBattery: undefined });
    Object.assign(state, { atHand: undefined, onDisk: [], excluded: false });
    state.answer = aGeneration({ cacheKey: KEY });
    const features = {
      engine: {
        peek: () => state.atHand,
        keysOf: () => [KEY],
        mayWarm: () => state.mayWarm,
        callsPerHour: () => 60,
        generate: async (_: unknown, context: GenerationContext) => {
          asked.push(context);
          if (state.answer instanceof Error) throw state.answer;
          return state.answer;
        },
      },
      completions: { keep: () => `item ${++kept}` },
      requestThere: async () => (state.excluded ? 'excluded' : aRequest()),
    };
    const promote = async () => state.onDisk.map((key) => ({ key, until: 9 }));
    const tools = {
      clock: new FakeClock(),
      workspace: { documents },
      cache: () => ({ promote }),
      features: () => features,
      onBattery: () => state.onBattery,
    } as unknown as WarmingTools;
    places = new PlacesAhead({
      ...tools,
      digests,
      config: () => ({
        settings: parseSettings(state.settings).settings,
        isTrusted: state.isTrusted,
        secrets: { own: 'secret' },
      }),
    });
  });
  const fetch = (at = place) => places.fetch(file, at, new AbortController().signal);

  it('has an answer made for the end of the line, as nobody waits for it, and keeps it for who comes', async () => {
    assert.deepEqual(await fetch(), { key: digitsOf(KEY), isCall: true });
    const [context] = asked;
    assert.deepEqual(
      [context?.priority, context?.isFresh, context?.file, context?.use],
      ['warming', true, 'a.ts', undefined],
    );
    assert.equal(places.shown('item 1'), digitsOf(KEY));
    assert.equal(places.shown('item 1'), undefined);
  });

  it('asks nobody where an answer is at hand, or comes from disk', async () => {
    state.atHand = aGeneration();
    assert.equal(await fetch(), undefined);
    state.atHand = undefined;
    state.onDisk = [KEY];
    assert.deepEqual(await fetch(), { key: digitsOf(KEY), isCall: false });
    assert.deepEqual(asked, []);
  });

  it('asks nobody for a place that is gone, a file that is not open, or one that is not sent', async () => {
    assert.equal(await fetch(digests.place('one', 'else')), undefined);
    const elsewhere = digests.file('file:///other.ts');
    assert.equal(await places.fetch(elsewhere, place, new AbortController().signal), undefined);
    state.excluded = true;
    assert.equal(await fetch(), undefined);
    assert.deepEqual(asked, []);
  });

  it('may ask only in a trusted folder, where asking ahead is on, of free endpoints with room, and on mains', () => {
    const cases: [Partial<typeof state>, boolean][] = [
      [{}, true],
      [{ onBattery: false }, true],
      [{ onBattery: true }, false],
      [{ mayWarm: false }, false],
      [{ isTrusted: false }, false],
      [{ settings: { enable: false } }, false],
      [{ settings: { 'completion.speculate': false } }, false],
    ];
    for (const [changes, may] of cases) {
      const usual = { settings: {}, isTrusted: true, mayWarm: true, onBattery: undefined };
      Object.assign(state, usual, changes);
      assert.equal(places.mayCall(), may, JSON.stringify(changes));
    }
  });

  it('counts a call that failed, or whose answer is kept nowhere, and keeps nothing of it', async () => {
    state.answer = new Error('scripted');
    assert.equal(await fetch(), undefined);
    state.answer = aGeneration({ ending: 'length' });
    assert.deepEqual(await fetch(), { key: '', isCall: true });
    assert.equal(kept, 0);
  });

  it('tells which places stand in an open file', async () => {
    const standing = await places.standing(file);
    assert.ok(standing?.has(place) && !standing.has(digests.place('one', 'else')));
    assert.equal(await places.standing(digests.file('file:///other.ts')), undefined);
  });

  it('knows a place again by the request that was made there', () => {
    const input = {
      kind: 'infill',
      prefix: 'zero\none\nconst total = ',
      suffix: '\nthree',
    } as const;
    assert.equal(digests.placeOf(aRequest({ input })), place);
    assert.notEqual(new UsageDigests('other').file(URI), file);
    assert.equal(kindOf('custom-0123'), 'custom');
  });
});
