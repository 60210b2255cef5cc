import type { Draft } from './draft.ts';
import { shifted, unitOf } from './indentation.ts';
import { indentOf } from './line.ts';

/** Languages in which indentation is meaning. */
const BY_INDENTATION = new Set(
  'python yaml coffeescript fsharp haskell pug sass stylus haml nim makefile markdown'.split(' '),
);

/**
 * The block with the white space of the answer in the lines with diagnostic, where white space is all in which the two
 * differ: what is wrong with them can be just that.
 */
export function withWhiteSpace(draft: Draft): string[] {
  const { block, answer, old, now, pairs, unit, diagnosticLines, languageId } = draft;
  const out = [...block];
  const lines = pairs.map((pair) => ({
    at: old[pair.old]?.index ?? 0,
    text: answer[now[pair.now]?.index ?? 0] ?? '',
  }));
  const others = lines.filter(({ at }) => !diagnosticLines.includes(at));
  const ownUnit = unitOf(answer) ?? unit;
  for (const { at, text } of lines) {
    if (!diagnosticLines.includes(at)) continue;
    const before = block[at] ?? '';
    // One that is as deep tells it best.
    const calm = others.find((other) => indentOf(other.text) === indentOf(text)) ?? others[0];
    const shift = {
      from: { unit: ownUnit, indent: indentOf(calm?.text ?? text) },
      to: { unit, indent: indentOf(block[calm?.at ?? at] ?? '') },
    };
    const indent = BY_INDENTATION.has(languageId)
      ? shifted(indentOf(text), shift)
      : indentOf(before);
    out[at] = indent + text.trimStart();
  }
  return out;
}
