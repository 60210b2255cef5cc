import type { CompletionItem } from '../../../server/src/completion/display/item.ts';
import type { LocalModel } from '../../../tools/localModel/localModel.ts';
import { seededRandom } from '../../../tools/random.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import type { AskModel, Assistant, EditorState, Shown } from '../../typing/assistant.ts';
import { changeBetween } from '../../typing/change.ts';
import { emptyTally, HABITS, Typist } from '../../typing/typist.ts';
import { gapMs, PAUSE_MS } from './gaps.ts';
import { Product } from './product.ts';
import { type Project, uriOf } from './project.ts';
import { Recording } from './recording.ts';
import type { Session } from './replay.ts';
import { type Machine, VirtualServer } from './virtualServer.ts';

/** VS Code waits so long after a key before it asks. */
const EDITOR_WAIT_MS = 50;
const MODEL_LINES = 12;
/** Typed into each file. */
const LINES = 30;
/** Characters of a prompt by which its place is known. */
const TAIL = 80;

export interface LiveSession extends Session {
  readonly keystrokes: number;
  /** Pauses of a second and more, and those at whose end a suggestion stood. */
  readonly pauses: number;
  readonly pausesWithItem: number;
}

/** A typist over a file, with the product between editor and model, in virtual time. */
export async function live(
  project: Project,
  model: LocalModel,
  machine: Machine,
): Promise<LiveSession> {
  const clock = new FakeClock();
  const server = new VirtualServer(model, clock, machine);
  const product = new Product({ clock, server, url: model.url, project });
  const editor = new LiveEditor(clock, product, project);
  server.answer = (body) => editor.answer(`${body.input_prefix}${body.prompt}`);
  const tally = emptyTally();
  await new Typist(project.file, { ...HABITS, lines: LINES }, tally).run(editor);
  await product.dispose();
  const { recording, pauses, pausesWithItem } = editor;
  const { keystrokes } = tally;
  return { recording, exchanges: server.exchanges, keystrokes, pauses, pausesWithItem };
}

/** An editor that asks behind each key, and keeps what it shows while it is typed into. */
class LiveEditor implements Assistant {
  readonly name = 'ours, beside a local model';
  readonly recording: Recording;
  pauses = 0;
  pausesWithItem = 0;
  readonly #clock: FakeClock;
  readonly #product: Product;
  readonly #project: Project;
  readonly #random = seededRandom(20_261);
  #ask: AskModel = () => '';
  #state: EditorState | undefined;
  #controller = new AbortController();
  #shown: (Shown & { readonly id: string }) | undefined;

  constructor(clock: FakeClock, product: Product, project: Project) {
    this.#clock = clock;
    this.#product = product;
    this.#project = project;
    this.recording = new Recording(product, project);
  }

  /** The model's answer to a prompt that ends so: at the cursor, before what was typed since, or behind what is shown. */
  answer(prompt: string): string {
    const { before = '' } = this.#state ?? {};
    const tail = prompt.slice(-TAIL);
    if (before.endsWith(tail)) {
      const { line, character } = endOf(before);
      this.recording.asked(line, character);
      return this.#ask(MODEL_LINES);
    }
    const ahead = this.#shown?.text ?? '';
    if (ahead !== '' && (before + ahead).endsWith(tail)) return this.#ask(MODEL_LINES, ahead);
    const at = before.lastIndexOf(tail);
    return at === -1 ? '' : before.slice(at + tail.length) + this.#ask(MODEL_LINES);
  }

  async suggest(state: EditorState, ask: AskModel): Promise<Shown | undefined> {
    this.#ask = ask;
    this.#controller.abort();
    this.#controller = new AbortController();
    await this.#follow(state);
    const { signal } = this.#controller;
    this.#clock.after(EDITOR_WAIT_MS, () => {
      if (signal.aborted) return;
      this.#product.item(state.uri, endOf(state.before), false, signal).then(
        (item) => this.#arrived(item, state),
        () => undefined,
      );
    });
    const ms = gapMs(this.#random);
    this.recording.rested(ms);
    await this.#product.pass(ms);
    if (ms >= PAUSE_MS) {
      this.pauses++;
      if (this.#shown !== undefined) this.pausesWithItem++;
    }
    return this.#shown;
  }

  accepted(): void {
    if (this.#shown !== undefined) this.#product.accepted(this.#shown.id);
    this.#shown = undefined;
  }

  async #follow(state: EditorState): Promise<void> {
    const former = this.#state;
    this.#state = state;
    const text = state.before + state.after;
    if (former === undefined) {
      await this.#product.open(this.#project, text);
      await this.recording.opened();
      return;
    }
    const old = former.before + former.after;
    if (old !== text) this.#product.change(uriOf(this.#project.file), changeBetween(old, text));
    const typed = state.before.startsWith(former.before)
      ? state.before.slice(former.before.length)
      : undefined;
    const shown = this.#shown;
    const goesOn = typed !== undefined && shown?.text.startsWith(typed) === true;
    const rest = goesOn ? shown.text.slice(typed.length) : '';
    this.#shown = shown !== undefined && rest !== '' ? { ...shown, text: rest } : undefined;
  }

  #arrived(item: CompletionItem | undefined, state: EditorState): void {
    if (item === undefined) {
      this.#shown = undefined;
      return;
    }
    const { character } = endOf(state.before);
    this.#shown = {
      id: item.id,
      text: item.insertText.slice(character),
      covered: item.range.end.character - character,
    };
  }
}

function endOf(text: string): { line: number; character: number } {
  const lines = text.split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
