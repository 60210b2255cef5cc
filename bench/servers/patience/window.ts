import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { EngineHost } from '../../../server/src/engine/engineHost.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { seededRandom } from '../../../tools/random.ts';
import { emptyWorkspace } from '../../../tools/testing/emptyWorkspace.ts';
import type { FakeClock } from '../../../tools/testing/fakeClock.ts';
import type { AskModel, Assistant, EditorState, Shown } from '../../typing/assistant.ts';
import { EditorSide } from '../../typing/editorSide.ts';
import { SHORTEST_PAUSE_MS } from '../../typing/rhythm.ts';
import { lastLine, type Standing, standingAfter } from '../../typing/standing.ts';

/** VS Code waits so long after a key before it asks. */
const EDITOR_WAIT_MS = 50;
/** A place in a file is found by so many characters before it. */
const TAIL_LENGTH = 200;
const MAX_LINES = 12;

/** The things that a person at a window saw; times are in milliseconds. */
export interface Seen {
  /** Pauses of a second and more, and those at whose end an item stood. */
  pauses: number;
  pausesWithItem: number;
  /** From a key to the item after it, where it did not stand yet. */
  readonly waits: number[];
  firstItemAt: number | undefined;
}

export const nothingSeen = (): Seen => ({
  pauses: 0,
  pausesWithItem: 0,
  waits: [],
  firstItemAt: undefined,
});

export interface WindowOptions {
  readonly clock: FakeClock;
  readonly call: HttpCall;
  readonly endpoint: object;
  readonly seen: Seen;
  readonly seed: number;
  /** Milliseconds from one key to the next. */
  readonly gapMs: () => number;
  /** Share of places at which the model is wrong within a few characters, beside those at which the replay's model is. */
  readonly wrongShare: number;
}

/** A window with the whole product behind it, from the document's opening to the network, and a person's gaps between keys. */
export class Window implements Assistant {
  readonly name = 'ours, beside a server';
  readonly #clock: FakeClock;
  readonly #seen: Seen;
  readonly #gapMs: () => number;
  readonly #wrongShare: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  readonly #host: EngineHost;
  readonly #editor: EditorSide;
  #ask: AskModel = () => '';
  #state: EditorState | undefined;
  #controller = new AbortController();
  #shown: Standing | undefined;

  constructor({ clock, call, endpoint, seen, seed, gapMs, wrongShare }: WindowOptions) {
    this.#clock = clock;
    this.#seen = seen;
    this.#gapMs = gapMs;
    this.#wrongShare = wrongShare;
    const documents = new DocumentStore();
    let ids = 0;
    const { settings } = parseSettings({
      endpoints: [endpoint],
      cache: { disk: { enable: false } },
    });
    this.#host = new EngineHost(
      {
        process: {
          clock,
          newId: () => String(++ids),
          random: seededRandom(seed),
          storagePath: this.#folder,
          usage: () => ({ cpu: 0, memory: 0, residentBytes: 1 }),
        },
        network: {
          call,
          warm: () => undefined,
          reach: async () => true,
          credential: async () => undefined,
          identity: () => 'me',
          mayCarryKey: () => true,
        },
        workspace: emptyWorkspace(documents),
        listeners: {
          events: new EventHub(),
          onDecision: () => undefined,
          onChanged: () => undefined,
        },
      },
      { settings, isTrusted: true, secrets: { own: 'bench' } },
    );
    this.#editor = new EditorSide(documents, () => this.#host.completions);
  }

  /** The answer of the model behind a text: where that is older than the present one, what was typed since comes first. */
  readonly answerTo = (before: string): string => {
    const here = this.#state?.before ?? '';
    const tail = before.slice(-TAIL_LENGTH);
    const at = here.lastIndexOf(tail);
    const typed = at === -1 ? '' : here.slice(at + tail.length);
    const answer = typed + this.#ask(MAX_LINES, at === -1 ? this.#ahead(before, here) : '');
    return this.#spoiled(answer, `${(here.length - typed.length) >> 2} ${answer.length}`);
  };

  /** The text of the suggestion that a request for what follows it takes for typed. */
  #ahead(before: string, here: string): string {
    const line = lastLine(here);
    const asked = before.slice(before.lastIndexOf(line) + line.length);
    return this.#shown?.text.startsWith(asked) === true ? asked : '';
  }

  /** A place is a run of four characters, as for the replay's model. */
  #spoiled(answer: string, place: string): string {
    const chance = createHash('sha256').update(place).digest();
    if (chance.readUInt32LE(0) / 2 ** 32 >= this.#wrongShare) return answer;
    return `${answer.slice(0, (chance[4] ?? 0) % 4)}q${chance.toString('hex', 5, 9)}z();`;
  }

  /** Follows an event, and lets the time pass until the next one. */
  async suggest(state: EditorState, ask: AskModel): Promise<Shown | undefined> {
    this.#ask = ask;
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#shown = standingAfter(this.#shown, this.#state, state);
    const stood = this.#shown !== undefined;
    this.#state = state;
    this.#editor.follow(state);
    const keyAt = this.#clock.monotonic();
    const { signal } = this.#controller;
    this.#clock.after(EDITOR_WAIT_MS, () => {
      if (signal.aborted) return;
      this.#editor.request(state, signal).then(
        (item) => this.#arrived(item, state, keyAt, stood),
        () => undefined,
      );
    });
    const gapMs = this.#gapMs();
    await this.#clock.pass(gapMs);
    if (gapMs >= SHORTEST_PAUSE_MS) {
      this.#seen.pauses++;
      if (this.#shown !== undefined) this.#seen.pausesWithItem++;
    }
    return this.#shown;
  }

  accepted(): void {
    if (this.#shown !== undefined) this.#editor.accepted(this.#shown.id);
    this.#shown = undefined;
  }

  dispose(): void {
    this.#controller.abort();
    this.#host.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #arrived(
    item: (Shown & { readonly id: string }) | undefined,
    state: EditorState,
    keyAt: number,
    stood: boolean,
  ): void {
    this.#shown = item && { ...item, linePrefix: lastLine(state.before) };
    if (item === undefined) return;
    const now = this.#clock.monotonic();
    this.#seen.firstItemAt ??= now;
    if (!stood) this.#seen.waits.push(now - keyAt);
  }
}
