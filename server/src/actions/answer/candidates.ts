import { type Fenced, fencesIn } from './fences.ts';
import { isNameOf } from './otherLanguage.ts';
import { textsInJson, withoutOurTags, withoutTags } from './wrappers.ts';

/** Lines of an answer that may be the block. */
export interface Candidate {
  readonly lines: readonly string[];
  /** Something says that this is code: a fence, a tag, a field of a tool's call. */
  readonly isWrapped: boolean;
  /** The language that a fence names, '' without one. */
  readonly info: string;
}

export interface Candidates {
  readonly list: readonly Candidate[];
  /** True if a fence is left open: then what stands in it was cut. */
  readonly isOpen: boolean;
}

/** Everything in an answer that may be the block, in its order. */
export function candidatesIn(
  text: string,
  block: readonly string[],
  languageId: string,
): Candidates {
  const { pieces, isAny, isOpen } = fencesIn(text);
  const whole: Fenced = { info: '', lines: withoutLabel(text.split('\n'), languageId) };
  const sources = isAny ? pieces : [whole];
  const list = sources.flatMap(({ info, lines }) => {
    const bare = unwrapped(lines, block);
    const isWrapped = isAny || bare.length < whole.lines.length - blankLinesAround(text);
    const inner = textsInJson(bare.join('\n')).flatMap((each) => fromText(each, block));
    const isWrapper = inner.length > 0 && !isJson(block, languageId);
    return isWrapper ? inner : [{ lines: bare, isWrapped, info }, ...inner];
  });
  // A block of fences itself, answered without one around it.
  if (isAny && block.some((line) => fencesIn(line).isAny)) {
    list.push({ lines: unwrapped(whole.lines, block), isWrapped: false, info: '' });
  }
  return { list, isOpen };
}

/** True if the block is JSON itself, so that an answer of JSON is no wrapper. */
const isJson = (block: readonly string[], languageId: string): boolean =>
  languageId.startsWith('json') || textsInJson(block.join('\n')).length > 0;

/** Candidates of a text inside a value of JSON. */
function fromText(text: string, block: readonly string[]): Candidate[] {
  const { pieces, isAny } = fencesIn(text);
  const sources = isAny ? pieces : [{ info: '', lines: text.split('\n') }];
  return sources.map(({ info, lines }) => ({
    lines: unwrapped(lines, block),
    isWrapped: true,
    info,
  }));
}

const unwrapped = (lines: readonly string[], block: readonly string[]): string[] =>
  withoutTags(withoutOurTags(withoutTags(lines, block), block), block);

/** Lines without the language that a page shows above its code, and the words of its button for copying, where a fence is lost. */
function withoutLabel(lines: readonly string[], languageId: string): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1 || !isNameOf(lines[first] ?? '', languageId)) return lines;
  const hasButton = /^\s*copy(?: code)?\s*$/i.test(lines[first + 1] ?? '');
  return lines.slice(first + (hasButton ? 2 : 1));
}

const blankLinesAround = (text: string): number =>
  text.split('\n').length - text.trim().split('\n').length;
