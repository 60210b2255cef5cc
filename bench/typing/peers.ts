import type { AskModel, Assistant, EditorState, Shown } from './assistant.ts';

/**
 * The rules by which other products keep their answers, written anew from descriptions of their published sources; only the
 * reuse, without waits. They are as good here as their rules allow: nothing else of them is judged.
 */

/** All of what follows the cursor on its line, when the text holds it in order; editors show nothing else. */
function covering(text: string, { after }: EditorState): Shown {
  const lineSuffix = after.split('\n', 1)[0] ?? '';
  let found = 0;
  for (const character of text) if (character === lineSuffix[found]) found++;
  return { text, covered: found === lineSuffix.length ? found : 0 };
}

/** The newest last; the oldest goes beyond `max`. */
class Recent<Value> {
  readonly #max: number;
  readonly #values = new Map<string, Value>();

  constructor(max: number) {
    this.#max = max;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#max && oldest !== undefined) this.#values.delete(oldest);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }
}

/** A cache keyed by the exact prompt. */
export class ExactKey implements Assistant {
  readonly name = 'exact key';
  readonly #answers = new Recent<string>(1_000);

  suggest(state: EditorState, ask: AskModel): Shown {
    const key = `${state.before}\0${state.after}`;
    const text = this.#answers.get(key) ?? ask(3);
    this.#answers.set(key, text);
    return covering(text, state);
  }

  accepted(): void {}
}

/** Keyed by document, prompt and the versions of all other documents; expanded to what may be typed next. */
export class TabbyLike implements Assistant {
  readonly name = 'Tabby';
  readonly #answers = new Recent<string>(100 * 52);

  suggest(state: EditorState, ask: AskModel): Shown {
    const keyAt = (typed: string) =>
      [state.uri, state.otherVersion, state.before + typed, state.after].join('\0');
    const known = this.#answers.get(keyAt(''));
    if (known !== undefined) return covering(known, state);
    const text = ask(5);
    const lineStarts = [...text.matchAll(/\n[ \t]*/g)].map(
      ({ index, 0: all }) => index + all.length,
    );
    const typed = [...Array(Math.min(50, text.length)).keys(), ...lineStarts];
    for (const length of typed) this.#answers.set(keyAt(text.slice(0, length)), text.slice(length));
    return covering(text, state);
  }

  accepted(): void {}
}

const TOKEN = /[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu;

/** A trie of whole document prefixes, with a suffix that stays while it changes little. */
export class CopilotLike implements Assistant {
  readonly name = 'Copilot';
  readonly #entries: { prefix: string; suffix: string; text: string }[] = [];
  #suffix = '';

  suggest(state: EditorState, ask: AskModel): Shown {
    const lastLine = state.before.slice(state.before.lastIndexOf('\n') + 1);
    const prefix =
      lastLine.trim() === ''
        ? state.before.slice(0, state.before.length - lastLine.length)
        : state.before;
    const suffix = this.#sticky(state.after.slice(state.after.indexOf('\n') + 1).trim());
    const found = this.#entries
      .filter((entry) => entry.suffix === suffix && goesOn(entry, prefix))
      .sort((one, other) => other.prefix.length - one.prefix.length)[0];
    if (found !== undefined) {
      const rest = found.text.slice(prefix.length - found.prefix.length);
      return covering(
        lastLine.trim() === '' && rest.startsWith(lastLine) ? rest.slice(lastLine.length) : rest,
        state,
      );
    }
    const text = ask(3);
    const blank = state.before.slice(prefix.length);
    this.#entries.push({ prefix, suffix, text: blank + text });
    if (this.#entries.length > 100) this.#entries.shift();
    return covering(text, state);
  }

  accepted(): void {}

  #sticky(suffix: string): string {
    const [former, now] = [this.#suffix, suffix].map((each) =>
      (each.slice(0, 600).match(TOKEN) ?? []).slice(0, 50),
    );
    const changed = now?.filter((token, index) => token !== former?.[index]).length ?? 0;
    const shifted = now?.filter((token) => !former?.includes(token)).length ?? 0;
    const isClose =
      now?.[0] === former?.[0] && Math.min(changed, shifted) <= (now?.length ?? 0) * 0.1;
    if (!isClose) this.#suffix = suffix;
    return this.#suffix;
  }
}

const goesOn = (entry: { prefix: string; text: string }, prefix: string): boolean =>
  prefix.startsWith(entry.prefix) &&
  entry.text.startsWith(prefix.slice(entry.prefix.length)) &&
  entry.text.length > prefix.length - entry.prefix.length;

/** The last candidate, a cache by the nearest lines, and statements streamed past what is shown. */
export class CodyLike implements Assistant {
  readonly name = 'Cody';
  readonly #answers = new Recent<string>(250);
  #last: { before: string; next: string; text: string } | undefined;
  #lastKey = '';

  suggest(state: EditorState, ask: AskModel): Shown {
    const next = nextLine(state.after);
    const last = this.#last;
    if (last !== undefined && next === last.next && state.before.startsWith(last.before)) {
      const typed = state.before.slice(last.before.length);
      if (last.text.startsWith(typed) && typed.length < last.text.length) {
        return covering(last.text.slice(typed.length), state);
      }
    }
    if (last?.before.startsWith(state.before)) this.#answers.delete(this.#lastKey);
    const key = keyOf(state.before, next);
    const known = this.#answers.get(key);
    const text = known ?? this.#ask(state.before, next, ask);
    this.#last = { before: state.before, next, text };
    this.#lastKey = key;
    return covering(text, state);
  }

  accepted(): void {
    this.#answers.delete(this.#lastKey);
    this.#last = undefined;
  }

  #ask(before: string, next: string, ask: AskModel): string {
    const opens = /[{([:]\s*$/.test(before);
    const lines = ask(opens ? 10 : 6).split('\n');
    const shownLines = opens ? Math.min(5, lines.length) : lines[0] === '' ? 2 : 1;
    const shown = lines.slice(0, shownLines).join('\n');
    this.#answers.set(keyOf(before, next), shown);
    let stored = shown;
    for (const line of lines.slice(shownLines)) {
      this.#answers.set(keyOf(before + stored, next), `\n${line}`);
      this.#answers.set(
        keyOf(`${before}${stored}\n${/^[ \t]*/.exec(line)?.[0]}`, next),
        line.trimStart(),
      );
      stored += `\n${line}`;
    }
    return shown;
  }
}

const nextLine = (after: string): string =>
  after
    .split('\n')
    .slice(1)
    .find((line) => line.trim() !== '') ?? '';

const keyOf = (before: string, next: string): string => {
  const lines = before.split('\n');
  return [lines.slice(-6).join('\n'), lines.slice(-11, -6).join('\n'), next].join('\0');
};
