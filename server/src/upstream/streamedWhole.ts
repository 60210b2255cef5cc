type Members = Readonly<Record<string, unknown>>;

/** One choice as far as its pieces have come. */
interface Choice {
  readonly message: Record<string, unknown>;
  readonly tools: Map<number, Record<string, unknown>>;
  readonly logprobs: Map<string, unknown[] | null>;
  text: string | undefined;
  finish: unknown;
}

/** More choices, or calls of tools in one, than anybody asks for: a list of prompts has some for each. */
const MAX_INDEX = 16_384;

/** Members of an event that are no part of the head: obfuscation hides the length of a piece. */
const OF_EACH: ReadonlySet<string> = new Set([
  'choices',
  'usage',
  'object',
  'obfuscation',
  '__proto__',
]);

/** Puts the events of a stream together to the body that the same answer has as a whole, in OpenAI's form. */
export class StreamedWhole {
  readonly #head: Record<string, unknown> = {};
  readonly #choices = new Map<number, Choice>();
  #usage: unknown;

  add(event: Members): void {
    const { choices, usage } = event;
    for (const name of Object.keys(event)) {
      // What was said first holds.
      if (!OF_EACH.has(name) && !Object.hasOwn(this.#head, name)) this.#head[name] = event[name];
    }
    if (isMembers(usage)) this.#usage = usage;
    if (!Array.isArray(choices)) return;
    for (const choice of choices) if (isMembers(choice)) this.#addChoice(choice);
  }

  body(object: 'chat.completion' | 'text_completion'): Members {
    const choices = [...this.#choices].sort(([one], [other]) => one - other);
    return {
      ...this.#head,
      object,
      choices: choices.map(([index, choice]) => wholeChoice(index, choice)),
      ...(this.#usage === undefined ? {} : { usage: this.#usage }),
    };
  }

  #addChoice({ index: given, delta, text, finish_reason: finish, logprobs }: Members): void {
    const index = choiceIndex(given);
    if (index === undefined) return;
    const choice = this.#choices.get(index) ?? emptyChoice();
    this.#choices.set(index, choice);
    if (isMembers(delta)) addDelta(choice, delta);
    if (typeof text === 'string') choice.text = (choice.text ?? '') + text;
    if (finish !== undefined && finish !== null) choice.finish = finish;
    if (isMembers(logprobs)) addLists(choice.logprobs, logprobs);
  }
}

const emptyChoice = (): Choice => ({
  message: { role: 'assistant', content: null },
  tools: new Map(),
  logprobs: new Map(),
  text: undefined,
  finish: null,
});

function addDelta({ message, tools }: Choice, delta: Members): void {
  const { tool_calls: calls, role } = delta;
  if (typeof role === 'string' && role !== '') message.role = role;
  for (const name of Object.keys(delta)) {
    if (name !== 'tool_calls' && name !== 'role') addTo(message, name, delta[name]);
  }
  if (!Array.isArray(calls)) return;
  for (const call of calls) {
    if (!isMembers(call)) continue;
    const { index: given, function: called, ...rest } = call;
    const index = choiceIndex(given);
    if (index === undefined) continue;
    const tool = tools.get(index) ?? {};
    tools.set(index, tool);
    for (const [name, value] of Object.entries(rest)) setIn(tool, name, value);
    if (!isMembers(called)) continue;
    const whole: Record<string, unknown> = isMembers(tool.function) ? { ...tool.function } : {};
    for (const [name, value] of Object.entries(called)) addTo(whole, name, value);
    tool.function = whole;
  }
}

/** Texts go on, lists grow, anything else is as it was said last. */
function addTo(whole: Record<string, unknown>, name: string, value: unknown): void {
  const before = Object.hasOwn(whole, name) ? whole[name] : undefined;
  if (typeof value === 'string' && typeof before === 'string') whole[name] = before + value;
  else if (Array.isArray(value) && Array.isArray(before))
    for (const each of value) before.push(each);
  else setIn(whole, name, value);
}

/** Servers say nothing, or an empty text, in later pieces for what they have said in the first. */
function setIn(whole: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined || name === '__proto__') return;
  const isSaid = Object.hasOwn(whole, name);
  if (!isSaid || (value !== null && (value !== '' || whole[name] === null))) whole[name] = value;
}

function addLists(lists: Map<string, unknown[] | null>, logprobs: Members): void {
  for (const [name, list] of Object.entries(logprobs)) {
    if (list === null && !lists.has(name)) lists.set(name, null);
    if (!Array.isArray(list)) continue;
    const known = lists.get(name) ?? [];
    for (const each of list) known.push(each);
    lists.set(name, known);
  }
}

function wholeChoice(index: number, { message, tools, logprobs, text, finish }: Choice): Members {
  const calls = [...tools].sort(([one], [other]) => one - other).map(([, call]) => call);
  return {
    index,
    ...(text === undefined
      ? { message: calls.length === 0 ? message : { ...message, tool_calls: calls } }
      : { text }),
    logprobs: logprobs.size === 0 ? null : Object.fromEntries(logprobs),
    finish_reason: finish,
  };
}

/** The place of a choice, or of a call; the first one where none is named, `undefined` for what is none. */
export const choiceIndex = (given: unknown): number | undefined => {
  const index = given ?? 0;
  return Number.isInteger(index) && Number(index) >= 0 && Number(index) < MAX_INDEX
    ? Number(index)
    : undefined;
};

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
