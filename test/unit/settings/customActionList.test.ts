import { strict as assert } from 'node:assert';
import { parseSettings } from '../../../server/src/settings/settings.ts';

const read = (entries: readonly unknown[]) => {
  const { settings, problems } = parseSettings({ actions: { custom: entries } });
  return { titles: settings['actions.custom'].map(({ title }) => title), problems };
};
const good = { title: 'Sort', instruction: 'Sort it.' };

describe("the user's own entries of the menu", () => {
  it('are used beside one that is wrong, which is named with what is missing', () => {
    const { titles, problems } = read([
      { title: 'Log' },
      good,
      { instruction: 'x' },
      { ...good, title: 'Kind', kind: 'fix' },
      { ...good, title: 'Odd', prompt: 'x' },
      7,
      { ...good, languages: [1] },
    ]);
    assert.deepEqual(titles, ['Sort']);
    const setting = 'aurelis.actions.custom';
    assert.deepEqual(problems, [
      `${setting} (number 1, "Log"): instruction: (nothing) must be a text; this entry is left out.`,
      `${setting} (number 3): title: (nothing) must be a text; this entry is left out.`,
      `${setting} (number 4, "Kind"): kind: the value must be a code action kind, such as refactor.rewrite; this entry is left out.`,
      `${setting} (number 5, "Odd"): "prompt" is not known; this entry is left out.`,
      `${setting} (number 6): the value must be an object; this entry is left out.`,
      `${setting} (number 7, "Sort"): languages.0: the value must be a text; this entry is left out.`,
    ]);
  });

  it('are a hundred at most, and none is too large', () => {
    const many = read(Array.from({ length: 101 }, () => good));
    assert.equal(many.titles.length, 100);
    assert.match(many.problems.join(), /only the first 100 entries are used/);
    const large = read([{ ...good, languages: Array.from({ length: 200_000 }, () => 'a') }, good]);
    assert.deepEqual(large.titles, ['Sort']);
    assert.match(large.problems.join(), /number 1, "Sort"\): it is too large/);
  });
});
