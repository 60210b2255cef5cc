import { strict as assert } from 'node:assert';
import { settingsIn } from '../../../server/src/settings/clientSettings.ts';
import { mergedSettings } from '../../../server/src/settings/mergedSettings.ts';

const endpoint = { id: 'a', provider: 'ollama', model: 'm' };
const lines = (settings: object) => mergedSettings({ user: settingsIn(settings) });

describe('settings in the forms that editors send', () => {
  const forms: Record<string, unknown> = {
    nested: { completion: { maxLines: 3 } },
    flat: { 'completion.maxLines': 3 },
    'flat with the prefix': { 'aurelis.completion.maxLines': 3 },
    'half flat': { 'aurelis.completion': { maxLines: 3 } },
    'below the section': { aurelis: { completion: { maxLines: 3 } } },
    'flat below the section': { aurelis: { 'completion.maxLines': 3 } },
    'as an answer': [{ completion: { maxLines: 3 } }],
    'as the parameters of didChangeConfiguration': {
      settings: { aurelis: { completion: { maxLines: 3 } } },
    },
    'below settings in options': { settings: { completion: { maxLines: 3 } }, storagePath: '/s' },
    'beside the path of the storage': {
      completion: { maxLines: 3 },
      storagePath: '/s',
      custom: true,
    },
    'among those of other servers': {
      python: { pythonPath: 'p' },
      aurelis: { completion: { maxLines: 3 } },
    },
  };
  for (const [name, form] of Object.entries(forms)) {
    it(`are read ${name}`, () => {
      const { settings, problems } = lines(form as object);
      assert.equal(settings['completion.maxLines'], 3);
      assert.deepEqual(problems, []);
    });
  }

  it('are none in what says nothing of us', () => {
    for (const raw of [undefined, null, [], [null], {}, { settings: null }, { python: { a: 1 } }]) {
      assert.deepEqual(settingsIn(raw), [], JSON.stringify(raw));
    }
  });

  it('take the empty list that Lua sends for an empty object, and the other way round', () => {
    const raw = { endpoints: {}, completion: [], 'completion.languages': [] };
    const { settings, problems } = lines(raw);
    assert.deepEqual([settings.endpoints, problems], [[], []]);
    assert.deepEqual(settings['completion.languages'], {});
  });

  it('are told by the name that was probably meant where a name is wrong', () => {
    const wrong = {
      enabel: 'enable',
      'completion.maxLine': 'completion.maxLines',
      maxLines: 'completion.maxLines',
      'completions.languages': 'completion.languages',
      compleiton: 'completion',
      'cache.redisUrl': 'cache.redis.url',
    };
    for (const [name, meant] of Object.entries(wrong)) {
      assert.deepEqual(lines({ aurelis: { [name]: true } }).problems, [
        `aurelis.${name} is not known; it is ignored. Did you mean aurelis.${meant}?`,
      ]);
    }
    const { problems } = lines({ aurelis: { telemetryUploadTarget: 1 } });
    assert.deepEqual(problems, ['aurelis.telemetryUploadTarget is not known; it is ignored.']);
  });

  it('are told where a name is there twice, or holds no settings', () => {
    const { settings, problems } = lines({ enable: false, 'aurelis.enable': true, cache: 'off' });
    // A section of our own is all that counts beside others.
    assert.equal(settings.enable, true);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      lines({ 'cache.disk.enable': false, cache: { disk: { enable: true } } }).problems,
      ['aurelis.cache.disk.enable is set twice; the first one is used.'],
    );
    assert.deepEqual(lines({ aurelis: { cache: 'off' } }).problems, [
      'aurelis.cache must be an object; it is ignored.',
    ]);
  });
});

describe('merged settings', () => {
  it('hold what the editor started with, which later sources can only narrow', () => {
    const { settings, problems } = mergedSettings({
      ceilings: [{ endpoints: [endpoint], completion: { maxLines: 8 }, enable: true }],
      user: [
        { endpoints: [], completion: { maxLines: 20, debounceMs: 7 }, enable: false },
        { completion: { debounceMs: 9, speculate: false } },
      ],
    });
    assert.deepEqual(
      settings.endpoints.map(({ id }) => id),
      ['a'],
    );
    assert.deepEqual(
      [settings['completion.maxLines'], settings.enable, settings['completion.debounceMs']],
      [8, false, 7],
    );
    assert.equal(settings['completion.speculate'], false);
    assert.deepEqual(
      problems.map((problem) => problem.slice(0, problem.indexOf(':'))),
      ['aurelis.endpoints', 'aurelis.completion.maxLines'],
    );
  });

  it('say nothing where an editor sends the same in all ways', () => {
    const raw = { endpoints: [endpoint], completion: { maxLines: 8, languages: { go: false } } };
    assert.deepEqual(mergedSettings({ ceilings: [raw], user: [raw, raw] }).problems, []);
  });

  it('never have more than the user allows by what a folder says, and tell of it', () => {
    const user = [{ enable: false, endpoints: [endpoint] }];
    const folders = [{ enable: true, endpoints: [] }, { 'completion.maxLines': 'x' }];
    const { settings, problems } = mergedSettings({ user, folders });
    assert.equal(settings.enable, false);
    assert.equal(settings.endpoints.length, 1);
    assert.deepEqual(problems, [
      'aurelis.enable: a folder can only allow less than your user settings, which hold.',
      'aurelis.endpoints: a folder cannot set this; its value is ignored. Set it in your user settings.',
      'aurelis.completion.maxLines: "x" must be a number; it is ignored (of a folder).',
    ]);
  });

  it('turn a language off by a value for that language, and tell of any other such value', () => {
    const languages = { go: { enable: false, 'completion.maxLines': 3 }, python: { enable: true } };
    const { settings, problems } = mergedSettings({ user: [], languages });
    assert.deepEqual({ ...settings['completion.languages'] }, { '*': true, go: false });
    assert.equal(problems.length, 2);
    for (const problem of problems) assert.match(problem, /for one language is not supported/);
  });

  it('tell which somebody has set, also to their defaults', () => {
    const user = [{ 'cache.memory.maxEntries': 1000, 'requests.batchSize': 5 }];
    const given = (sources: object) => [...mergedSettings({ user, ...sources }).given].sort();
    assert.deepEqual(given({}), ['cache.memory.maxEntries', 'requests.batchSize']);
    assert.deepEqual(given({ set: ['requests.batchSize', 'x'] }), ['requests.batchSize']);
    assert.deepEqual(given({ set: [], ceilings: [{ enable: true }] }), ['enable']);
    assert.deepEqual(given({ set: [], folders: [{ enable: false }] }), ['enable']);
  });
});
