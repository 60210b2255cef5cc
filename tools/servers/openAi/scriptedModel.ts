import { oneOf } from './drawn.ts';
import { isMembers, listOf, type Members } from './forms.ts';
import { valueFor } from './schemaValue.ts';

/** One answer of the model, before it is cut at a limit. */
export interface Said {
  readonly content: string | null;
  readonly refusal: string | null;
  /** Thinking, as DeepSeek's and others' servers give it beside the text. */
  readonly reasoning?: string;
  readonly calls: readonly Members[];
  /** True for the old form, in which a message has one call. */
  readonly isOldCall: boolean;
  readonly ending: 'stop' | 'tool_calls' | 'function_call' | 'content_filter';
}

const WORDS = [
  'Hello',
  'world,',
  'this',
  'is',
  'naïve',
  'and',
  '日本語',
  'with',
  '👩‍👩‍👧',
  '"quoted"',
  'back\\slash',
  '\n\ndata: line',
  'tabs\tand',
  'the end.',
];

/** A text of a drawn number of words. */
export function drawnText(draw: () => number): string {
  const words = Array.from({ length: 4 + Math.floor(draw() * 12) }, () => oneOf(WORDS, draw));
  return words.join(' ');
}

const said = (content: string | null, more: Partial<Said> = {}): Said => ({
  content,
  refusal: null,
  calls: [],
  isOldCall: false,
  ending: 'stop',
  ...more,
});

/** The answer of the model to a conversation: the last message says what it is to do, tools and formats how. */
export function answerTo(body: Members, draw: () => number): Said {
  const messages = listOf(body.messages).filter(isMembers);
  const last = messages.at(-1) ?? {};
  const asked = textOf(last.content);
  if (/^Refuse\b/.test(asked)) return said(null, { refusal: "I'm sorry, I can't help with that." });
  if (/^Be filtered\b/.test(asked)) return said('The first words', { ending: 'content_filter' });
  if (/^Think\b/.test(asked)) return said(drawnText(draw), { reasoning: drawnText(draw) });
  if (last.role === 'tool' || last.role === 'function')
    return said(`It says: ${textOf(last.content)}`);
  const calls = callsFor(body, asked, draw);
  if (calls !== undefined) return calls;
  const format = isMembers(body.response_format) ? body.response_format : {};
  if (format.type === 'json_object') return said('{"answer": "42", "sure": true}');
  if (format.type === 'json_schema' && isMembers(format.json_schema))
    return said(JSON.stringify(valueFor(format.json_schema.schema, draw)));
  const repeated = /^Say (.+)$/s.exec(asked)?.[1];
  return said(repeated ?? drawnText(draw));
}

/** The text of a message's content, and what else it holds, by its kind. */
export const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : listOf(content)
        .filter(isMembers)
        .map(({ type, text }) => (typeof text === 'string' ? text : `[${String(type)}]`))
        .join(' ');

function callsFor(body: Members, asked: string, draw: () => number): Said | undefined {
  const functions = [
    ...listOf(body.tools).map((tool) => (isMembers(tool) ? tool.function : undefined)),
    ...listOf(body.functions),
  ].filter(isMembers);
  if (functions.length === 0 || body.tool_choice === 'none') return undefined;
  const isOldCall = Array.isArray(body.functions);
  const chosen = isMembers(body.tool_choice) ? body.tool_choice.function : undefined;
  const wanted = isMembers(chosen)
    ? functions.filter(({ name }) => name === chosen.name)
    : functions;
  const count = isOldCall ? 1 : Number(/\b(\d) calls\b/.exec(asked)?.[1] ?? 1);
  const calls = Array.from({ length: count }, (_, at) => {
    const called = wanted[at % wanted.length] ?? {};
    const id = `call_${Math.floor(draw() * 1e12).toString(36)}`;
    const given = JSON.stringify(valueFor(called.parameters, draw));
    return { id, type: 'function', function: { name: called.name, arguments: given } };
  });
  return said(null, { calls, isOldCall, ending: isOldCall ? 'function_call' : 'tool_calls' });
}
