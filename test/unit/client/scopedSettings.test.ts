import { strict as assert } from 'node:assert';
import { type Inspected, scopedSettings } from '../../../client/src/scopedSettings.ts';

/** A configuration as VS Code has it: what `inspect` returns for a setting, by folder and by language. */
const reader =
  (
    values: Record<string, Inspected>,
    byFolder: Record<string, Record<string, unknown>> = {},
    byLanguage: Record<string, Record<string, Inspected>> = {},
  ) =>
  (name: string, { folder, languageId }: { folder?: string; languageId?: string }): Inspected => ({
    ...values[name],
    ...(folder === undefined ? {} : { workspaceFolderValue: byFolder[folder]?.[name] }),
    ...(languageId === undefined ? {} : byLanguage[languageId]?.[name]),
  });

describe('the settings by where they are set', () => {
  it("tell the user's from those of the workspace and of each folder", () => {
    const inspect = reader(
      {
        enable: { defaultValue: true, globalValue: false, workspaceValue: true },
        'completion.maxLines': { defaultValue: 12 },
      },
      { one: { 'completion.maxLines': 3 }, two: {} },
    );
    assert.deepEqual(scopedSettings(['enable', 'completion.maxLines'], ['one', 'two'], inspect), {
      user: { enable: false, 'completion.maxLines': 12 },
      set: ['enable'],
      folders: [{ enable: true }, { 'completion.maxLines': 3 }],
      languages: {},
    });
  });

  it('merge objects of the user with the default, lists not', () => {
    const inspect = reader({
      languages: { defaultValue: { '*': true }, globalValue: { go: false } },
      endpoints: { defaultValue: [1], globalValue: [] },
    });
    const { user } = scopedSettings(['languages', 'endpoints'], [], inspect);
    assert.deepEqual(user, { languages: { '*': true, go: false }, endpoints: [] });
  });

  it('tell what is set for a language, off where any place says so', () => {
    const inspect = reader(
      { enable: { defaultValue: true, languageIds: ['go', 'c'] } },
      {},
      {
        go: { enable: { globalLanguageValue: false, workspaceLanguageValue: true } },
        c: { enable: { globalLanguageValue: true } },
      },
    );
    assert.deepEqual(scopedSettings(['enable'], [], inspect).languages, {
      go: { enable: false },
      c: { enable: true },
    });
  });
});
