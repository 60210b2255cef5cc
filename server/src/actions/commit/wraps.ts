import { textsInJson } from '../answer/wrappers.ts';

/*
 * The wraps that models put around a whole message. Each takes a text that begins with a sign of its own, and whether all of it is there; `undefined` means that this
 * cannot be told yet. A text that is not wrapped comes back as it is.
 */
export type Unwrap = (text: string, isOver: boolean) => string | undefined;

const CLOSING: Readonly<Record<string, string>> = { '“': '”', '‘': '’', '«': '»', '„': '“' };
const QUOTES = /^["'`“‘«„]/;

/** A code block: what is behind it does not belong to the answer. */
export const fenced: Unwrap = (text, isOver) => {
  const [, fence = ''] = /^(`{3,}|~{3,}|'''|""")/.exec(text) ?? [];
  if (fence === '') return text;
  const head = text.indexOf('\n');
  if (head === -1) return isOver ? bare(text, fence) : undefined;
  const inner = text.slice(head + 1);
  const end = `\n${inner}`.indexOf(`\n${fence}`);
  if (end !== -1) return inner.slice(0, Math.max(0, end - 1));
  // A code block that nobody has closed, and maybe the first signs of its end.
  return isOver ? inner : inner.replace(/(?:^|\n)[`~'"]+$/, '');
};

const bare = (line: string, fence: string): string => {
  const inner = line.slice(fence.length);
  return inner.endsWith(fence) ? inner.slice(0, -fence.length) : inner;
};

/** Tags, as `<commit_message>`. */
export const tagged: Unwrap = (text, isOver) => {
  if (!text.startsWith('<')) return text;
  if (!isOver) return undefined;
  const [open, name = ''] = /^<([a-z][\w-]{1,30})>/i.exec(text) ?? [''];
  const close = `</${name}>`;
  const end = text.lastIndexOf(close);
  return open === '' || end === -1 ? text : text.slice(open.length, end);
};

/** JSON, as calls of tools have it: its texts are the paragraphs. */
export const inJson: Unwrap = (text, isOver) => {
  if (!/^(?:\{|\["|\[\{)/.test(text)) return text;
  if (!isOver) return undefined;
  const texts = textsInJson(text);
  return texts.length === 0 ? text : texts.join('\n\n');
};

/** Quotation marks or backticks around the subject, or around all of it. */
export const quoted: Unwrap = (text, isOver) => {
  if (!QUOTES.test(text)) return text;
  const line = text.split('\n', 1)[0] ?? '';
  const isLineWhole = isOver || line.length < text.length;
  if (!isLineWhole) return undefined;
  const open = text.charAt(0);
  const close = CLOSING[open] ?? open;
  const [subject, all] = [within(line.trimEnd(), close), within(text.trimEnd(), close)];
  if (subject !== undefined) return subject + text.slice(line.length);
  if (all !== undefined && isOver) return all;
  // A single mark on the first line may be that of a message in several lines.
  return !isOver && !line.slice(1).includes(close) ? undefined : text;
};

/** Between two marks at the ends of a text, if there is none between them but inside words. */
function within(text: string, close: string): string | undefined {
  if (text.length < 2 || !text.endsWith(close)) return undefined;
  const inner = text.slice(1, -1);
  const others = inner.replace(/[\p{L}\p{N}]['’](?=\p{L})/gu, '');
  return others.includes(close) || others.includes(text.charAt(0)) ? undefined : inner;
}

/** A subject in bold letters, as a heading, or as the first item of a list. */
export const marked: Unwrap = (text, isOver) => {
  if (!/^(?:\*\*|__|#{1,6} |[-*•] |\d{1,2}[.)] )/.test(text)) return text;
  const line = text.split('\n', 1)[0] ?? '';
  if (!isOver && line.length === text.length) return undefined;
  const [, bold] = /^(?:\*\*|__)(.+?)(?:\*\*|__)\s*$/.exec(line) ?? [];
  if (bold !== undefined) return bold + text.slice(line.length);
  return text.replace(/^(?:#{1,6}|[-*•]|\d{1,2}[.)]) +/, '');
};
