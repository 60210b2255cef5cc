import { firstWord, type Layer, NOTHING_YET, type Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';

const OPEN = '<![CDATA[';
const CLOSE = ']]>';
/** The section comes first, or what may become one. */
const SIGN = /^\s*<(?:!|$)/;

/** Takes an answer out of the section around it by which XML quotes; where elements stand it is content. */
export const cdataLayer: Layer = { apply: unwrapCdata, whole: SIGN, growing: SIGN };

function unwrapCdata(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  const start = firstWord(text);
  if (at.kind !== 'code' || at.isXml || at.hasElements || at.holds(OPEN)) return said;
  if (!text.startsWith(OPEN, start)) {
    const isBegun = start < text.length && OPEN.startsWith(text.slice(start));
    return isBegun && !isOver ? NOTHING_YET : said;
  }
  const from = start + OPEN.length + (text.charAt(start + OPEN.length) === '\n' ? 1 : 0);
  if (from >= text.length && !isOver) return NOTHING_YET;
  const close = text.indexOf(CLOSE, from);
  if (close !== -1) return { text: text.slice(from, close), isOver: true };
  const held = isOver ? 0 : (/\]{1,2}$/.exec(text.slice(from))?.[0].length ?? 0);
  return { text: text.slice(from, text.length - held), isOver };
}
