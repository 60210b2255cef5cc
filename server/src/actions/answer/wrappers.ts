import { trimBlankLines } from './line.ts';

/** Tags in which models wrap code. */
const TAG_NAMES = new Set(
  `answer code codeblock completion content corrected corrected_code file final final_answer fix fixed fixed_block
  fixed_code function_call new new_code output parameter pre replace replacement response result solution tool_call
  update updated updated_code`.split(/\s+/),
);
const MAX_TAG_LENGTH = 200;
const MAX_DEPTH = 4;

/** The name of a tag that a line begins with, and what follows it. */
function openTag(line: string): { name: string; rest: string } | undefined {
  const text = line.trimStart();
  const end = text.indexOf('>');
  if (text[0] !== '<' || end === -1 || end > MAX_TAG_LENGTH) return undefined;
  const name = (text.slice(1, end).split(/[\s=]/, 1)[0] ?? '').toLowerCase();
  return { name, rest: text.slice(end + 1) };
}

/** Lines without our own `<block>` tags: what stands between them where both are there. */
export function withoutOurTags(lines: readonly string[], block: readonly string[]): string[] {
  const isOurs = !block.some((line) => /<\/?block>/.test(line));
  const first = lines.findIndex((line) => line.trimStart().startsWith('<block>'));
  const last = lines.findLastIndex((line) => line.trimEnd().endsWith('</block>'));
  if (!isOurs || (first === -1 && last === -1)) return [...lines];
  const end = last === -1 ? lines.length : last + 1;
  const inner = lines.slice(Math.max(first, 0), end);
  if (first !== -1) inner[0] = inner[0]?.replace('<block>', '') ?? '';
  if (last !== -1) inner.push((inner.pop() ?? '').trimEnd().slice(0, -'</block>'.length));
  return trimBlankLines(inner);
}

/** Lines without the tags that stand around all of them, as `<code>` does. */
export function withoutTags(lines: readonly string[], block: readonly string[]): string[] {
  let inner = trimBlankLines(lines);
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    inner = withoutCharacterData(inner, block);
    const tag = openTag(inner[0] ?? '');
    if (tag === undefined || !TAG_NAMES.has(tag.name)) return inner;
    if (openTag(block[0] ?? '')?.name === tag.name) return inner;
    const close = `</${tag.name}>`;
    const last = (inner.length === 1 ? tag.rest : (inner.at(-1) ?? '')).trimEnd();
    if (!last.toLowerCase().endsWith(close)) return inner;
    const end = last.slice(0, -close.length);
    inner = trimBlankLines(inner.length === 1 ? [end] : [tag.rest, ...inner.slice(1, -1), end]);
  }
  return inner;
}

/** Lines without the signs by which XML marks a text that is no markup. */
function withoutCharacterData(lines: string[], block: readonly string[]): string[] {
  const text = lines.join('\n');
  const isData = text.startsWith('<![CDATA[') && text.endsWith(']]>');
  if (!isData || block.some((line) => line.includes('<![CDATA['))) return lines;
  return trimBlankLines(text.slice('<![CDATA['.length, -']]>'.length).split('\n'));
}

/** The texts inside a JSON value, as calls of tools have them; none where a text is no JSON. */
export function textsInJson(text: string, depth = 0): string[] {
  const trimmed = text.trim();
  if (depth > MAX_DEPTH || !/^[[{"]/.test(trimmed)) return [];
  const value = parsed(trimmed);
  return value === undefined ? [] : stringsIn(value, depth);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function stringsIn(value: unknown, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  if (typeof value === 'string') {
    const inner = textsInJson(value, depth + 1);
    return inner.length > 0 ? inner : [value.replace(/\r\n?/g, '\n')];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (isLines(value)) return [value.map((line) => line.trimEnd()).join('\n')];
  return Object.values(value).flatMap((each) => stringsIn(each, depth + 1));
}

/** True for a list of several lines, each of which is a text of its own. */
const isLines = (value: object): value is string[] =>
  Array.isArray(value) &&
  value.length > 1 &&
  value.every((each) => typeof each === 'string' && !/[\r\n]./.test(each));

const JSON_START = /^\s*[[{]\s*"[\w ]{1,40}"\s*:/;

/** True for lines that begin as JSON does and the block does not: what is left of it cannot be read. */
export const isBrokenJson = (lines: readonly string[], block: readonly string[]): boolean =>
  JSON_START.test(lines.slice(0, 2).join('\n')) && !JSON_START.test(block.slice(0, 2).join('\n'));
