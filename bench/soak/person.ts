import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { method } from '../../server/src/protocol/messages.ts';
import { seededRandom } from '../../tools/random.ts';
import type { Editor, EditorDocument } from './editor.ts';
import type { FlakyModel } from './flakyModel.ts';
import { EXTENSIONS, FreshText, LANGUAGES, type Language } from './freshText.ts';
import { HABITS, OPEN_FILES, type Work } from './hour.ts';
import { SoakTypist } from './soakTypist.ts';

interface Tab extends EditorDocument {
  readonly path: string;
  readonly language: Language;
}

/** Functions in a file that is opened: some ninety lines. */
const FUNCTIONS = 8;
const CELLS = 6;

/** Works in one workspace, with whatever settings they like at the moment. */
export class Person {
  readonly typist: SoakTypist;
  /** Fixes that were applied. */
  fixes = 0;
  readonly #editor: Editor;
  readonly #folder: string;
  readonly #model: FlakyModel;
  readonly #text: FreshText;
  readonly #random: () => number;
  #tabs: Tab[] = [];
  #files = 0;
  #settings = 0;

  constructor(editor: Editor, model: FlakyModel, folder: string, seed: number) {
    this.#editor = editor;
    this.#model = model;
    this.#folder = folder;
    this.#random = seededRandom(seed);
    this.#text = new FreshText(seed);
    this.typist = new SoakTypist(editor, model, this.#text, this.#random);
    mkdirSync(join(folder, 'src'), { recursive: true });
  }

  /** Does some work, each kind of it spread evenly over the keys. */
  async work(work: Work): Promise<void> {
    const { keys, ...others } = work;
    const before = this.typist.suggestions.keys;
    const done = { files: 0, saves: 0, fixes: 0, notebooks: 0, settingsChanges: 0 };
    const all = { ...done, foreignWrites: 0, ignoreChanges: 0, looksAtMetrics: 0, questions: 0 };
    for (;;) {
      const share = Math.min(1, (this.typist.suggestions.keys - before) / keys);
      for (const kind of Object.keys(all) as (keyof typeof all)[]) {
        // Whatever there is of it begins with the first key.
        const due = Math.ceil(others[kind] * share + Number.EPSILON);
        for (; all[kind] < Math.min(others[kind], due); all[kind]++) await this.#does[kind]();
      }
      if (share === 1) return;
      const tab = this.#anyTab();
      const line = Math.floor(this.#random() * (tab.lines.length - 1));
      await this.typist.line(tab, line, tab.language);
    }
  }

  /** Opens and closes files, so many that what is kept of closed ones has no room for more. */
  async fillMemories(files: number, functions: number): Promise<void> {
    for (let count = 0; count < files; count++) {
      await this.#open(functions);
      await this.#editor.server.metrics();
      await rest(LEARNT_MS);
    }
  }

  /** Changes settings: some make a new engine, and each sixth time the workspace is read anew. */
  async configure(): Promise<void> {
    const count = this.#settings++;
    const endpoint = { provider: 'openai', url: this.#model.url, completionApi: 'fim' };
    const settings = {
      endpoints: [{ ...endpoint, id: 'soak', model: 'm' }],
      'completion.maxLines': 12 - (count % 3),
      'requests.concurrency': 20 + (count % 4),
      // Small enough to be full before the first figures are taken.
      'cache.memory.maxEntries': 100,
      'privacy.exclude': count % 6 === 5 ? [`**/${this.#text.name()}/**`] : [],
    };
    await this.#editor.notify('workspace/didChangeConfiguration', {
      settings: { aurelis: settings },
    });
  }

  async closeAll(): Promise<void> {
    for (const tab of this.#tabs) await this.#editor.close(tab);
    this.#tabs = [];
  }

  readonly #does: Readonly<Record<Exclude<keyof Work, 'keys'>, () => Promise<void>>> = {
    files: () => this.#open(FUNCTIONS),
    saves: async () => {
      const { uri, path, lines } = this.#anyTab();
      writeFileSync(path, lines.join('\n'));
      await this.#editor.notify('textDocument/didSave', { textDocument: { uri } });
    },
    fixes: async () => {
      const tab = this.#anyTab();
      const line = tab.lines.findIndex((each) => each.startsWith('    '));
      const range = { start: { line, character: 4 }, end: { line, character: 9 } };
      this.typist.fixed = (tab.lines[line] ?? '').replace(/\(\w+/, `(${this.#text.name()}`);
      const edits = await this.#editor.fix(tab, range, `Cannot find ${this.#text.name()}`);
      if (this.#random() > 0.75) return;
      for (const edit of edits.toReversed()) await this.#editor.edit(tab, edit);
      if (edits.length > 0) this.fixes++;
    },
    notebooks: () => this.#notebook(),
    settingsChanges: () => this.configure(),
    foreignWrites: async () => {
      const lines = this.#text.file('typescript', FUNCTIONS);
      writeFileSync(join(this.#folder, `src/other${this.#files++ % 20}.ts`), lines.join('\n'));
    },
    ignoreChanges: async () => {
      writeFileSync(join(this.#folder, '.gitignore'), `/${this.#text.name()}/\n`);
    },
    looksAtMetrics: async () => {
      await this.#editor.request(method.metrics);
      await this.#editor.request(method.history, { range: '1h' });
      await this.#editor.request(method.report, { range: '24h' });
      await this.#editor.request(method.exposition);
      await this.#editor.request(method.cacheContents);
    },
    questions: async () => {
      const { uri } = this.#anyTab();
      await this.#editor.request(method.explain, { uri, line: 1 });
      await this.#editor.request(method.outgoing, { uri, position: { line: 1, character: 0 } });
    },
  };

  async #open(functions: number): Promise<void> {
    const language = LANGUAGES[this.#files % LANGUAGES.length] ?? 'typescript';
    const name = `${this.#text.name()}${this.#files++}${EXTENSIONS[language]}`;
    const path = join(this.#folder, 'src', name);
    const lines = this.#text.file(language, functions);
    const document = await this.#editor.open(pathToFileURL(path).href, language, lines);
    this.#tabs.push({ ...document, path, language });
    const [oldest] = this.#tabs;
    if (this.#tabs.length <= OPEN_FILES || oldest === undefined) return;
    this.#tabs.shift();
    await this.#close(oldest, 1, () => this.#editor.close(oldest));
  }

  /** Closes something, at times while a suggestion in it is on its way. */
  async #close(document: EditorDocument, line: number, close: () => Promise<void>): Promise<void> {
    const isEarly = this.#random() < HABITS.closesEarly;
    const text = this.#text.name();
    const at = { line, character: 0 };
    if (isEarly)
      await this.#editor.edit(document, { range: { start: at, end: at }, newText: text });
    const character = text.length;
    const asked = isEarly ? this.#editor.suggestion(document, { line, character }) : undefined;
    await close();
    await asked;
  }

  async #notebook(): Promise<void> {
    const uri = pathToFileURL(join(this.#folder, `${this.#text.name()}.ipynb`)).href;
    const cells = Array.from({ length: CELLS }, (_, index) => ({
      uri: `${uri.replace('file:', 'vscode-notebook-cell:')}#${index}`,
      languageId: 'python',
      version: 1,
      lines: this.#text.block('python', 3),
    }));
    await this.#editor.notify('notebookDocument/didOpen', {
      notebookDocument: {
        uri,
        notebookType: 'jupyter-notebook',
        version: 1,
        cells: cells.map((cell) => ({ kind: 2, document: cell.uri })),
      },
      cellTextDocuments: cells.map(({ lines, ...cell }) => ({ ...cell, text: lines.join('\n') })),
    });
    const [first] = cells;
    if (first === undefined) return;
    await this.typist.line(first, 1, 'python');
    await this.#close(first, 1, () =>
      this.#editor.notify('notebookDocument/didClose', {
        notebookDocument: { uri },
        cellTextDocuments: cells.map((cell) => ({ uri: cell.uri })),
      }),
    );
  }

  #anyTab(): Tab {
    const tab = this.#tabs[Math.floor(this.#random() * this.#tabs.length)];
    if (tab === undefined) throw new Error('no file is open');
    return tab;
  }
}

/** Milliseconds of real time after which a document that was opened is learnt, at fifteen times the pace or more. */
const LEARNT_MS = 150;

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
