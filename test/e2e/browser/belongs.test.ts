import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../../../tools/waitFor.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

/** The text that is typed into a file, the answer of a model that is right there, and the line, or lines, that result. */
interface Row {
  readonly file: string;
  readonly types: string;
  readonly answer: string;
  readonly leaves: string;
}

const ROWS: readonly Row[] = [
  {
    file: 'log.ts',
    types: 'console.log(',
    answer: 'items.map((x) => x.id)',
    leaves: 'console.log(items.map((x) => x.id))',
  },
  { file: 'show.py', types: 'print(', answer: 'len(xs)', leaves: 'print(len(xs))' },
  { file: 'list.ts', types: 'xs = [', answer: '[1, 2], [3, 4]', leaves: 'xs = [[1, 2], [3, 4]]' },
  {
    file: 'data.json',
    types: '{"a": {',
    answer: '"b": {"c": 1}',
    leaves: '{"a": {"b": {"c": 1}}}',
  },
  {
    file: 'page.css',
    types: 'a { width: calc(',
    answer: '100% - var(--x)',
    leaves: 'a { width: calc(100% - var(--x))}',
  },
  {
    file: 'notes.md',
    types: 'See [x](',
    answer: 'https://a.b/c_(d)',
    leaves: 'See [x](https://a.b/c_(d))',
  },
  {
    file: 'body.ts',
    types: 'function f() {',
    answer: '\n  return 1;\n',
    leaves: 'function f() {\n  return 1;\n}',
  },
  {
    file: 'call.py',
    types: 'foo(',
    answer: '\n    a=1,\n    b=2,\n',
    leaves: 'foo(\n    a=1,\n    b=2,\n)',
  },
  {
    file: 'blank.py',
    types: 'def f():\n',
    answer: '    return x',
    leaves: 'def f():\n    return x',
  },
];

describe('a person in VS Code who takes a right answer', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;
  let row: Row | undefined;

  before(async () => {
    // Right at the row's place only: the editor asks on the way there, too, sooner or later.
    upstream = await new ScriptedUpstream(({ body }) => {
      const { types = '', answer = '' } = row ?? {};
      // Behind a line end the editor indents.
      const typed = String(body.prompt).replace(/\n[ \t]+$/, '\n');
      return { chunks: [typed.endsWith(types) ? answer : ''] };
    }).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    session = await EditorSession.start({
      settings: {
        'aurelis.endpoints': [endpoint],
        'aurelis.completion.speculate': false,
        // What the editor's own words would say is not asked about here.
        'editor.quickSuggestions': false,
        'editor.suggestOnTriggerCharacters': false,
        'editor.parameterHints.enabled': false,
      },
    });
    for (const { file } of ROWS) writeFileSync(pathOf(file), '');
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  const pathOf = (file: string) => join(session.folder, 'workspace', file);

  for (const each of ROWS) {
    const { file, types, leaves } = each;
    it(`has ${JSON.stringify(leaves)} in ${file}`, async () => {
      await editor.openFile(file);
      await editor.code.click();
      row = each;
      await editor.type(types);
      await editor.ghostText.first().waitFor({ timeout: 10_000 });
      await editor.picture(`belongs-${file}`);
      await editor.page.keyboard.press('Tab');
      await editor.page.keyboard.press('Control+S');
      await waitFor('the file to be saved', async () => readFileSync(pathOf(file), 'utf8') !== '');
      assert.equal(readFileSync(pathOf(file), 'utf8').trimEnd(), leaves);
    });
  }
});
