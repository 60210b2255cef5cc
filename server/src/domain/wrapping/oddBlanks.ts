import { isProse } from './languages.ts';
import type { Layer, Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';
import { Walk } from './walk.ts';

/** Blanks that no compiler takes for one, and separators of lines and paragraphs. */
const ODD = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const EVERY_ODD = new RegExp(ODD, 'g');
const SEPARATOR = /[\u2028\u2029]/;

/** Writes blanks and line ends of code as code has them; in strings, comments and text for people they are content. */
export const oddBlanksLayer: Layer = { apply: mendBlanks, whole: ODD, growing: ODD };

function mendBlanks(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  if (!ODD.test(text) || isProse(at.languageId)) return said;
  const walk = new Walk(text, at);
  const mended = text.replaceAll(EVERY_ODD, (odd, index: number) => {
    const start = text.lastIndexOf('\n', index - 1) + 1;
    const line = (start === 0 ? at.linePrefix : '') + text.slice(start, index);
    const { inside } = walk.stateAt(index);
    const isInString = inside === 'string' || inside === 'longString';
    if (SEPARATOR.test(odd)) return isInString ? odd : '\n';
    const isIndent = !isInString && line.trim() === '';
    return isIndent || walk.isCodeAt(index) ? ' ' : odd;
  });
  return { text: mended, isOver };
}
