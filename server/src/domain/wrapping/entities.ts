import type { Layer, Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';
import { holdsPlainText, Walk } from './walk.ts';

const SAYS: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#34': '"',
  '#39': "'",
  '#x27': "'",
  '#60': '<',
  '#62': '>',
};
const ENTITY = /&(lt|gt|amp|quot|apos|nbsp|#34|#39|#x27|#60|#62);/;
const EVERY_ENTITY = new RegExp(ENTITY, 'g');
/** The end of a text that may become one. */
const BEGUN = /&#?\w{0,4}$/;
/** Languages in which it may be the address of a variable, at the end of a statement. */
const HAS_ADDRESSES = /^(?:c|cpp|cuda-cpp|objective-c|objective-cpp|go|rust|zig)$/;
const BEFORE_ADDRESS = /(?:[=(,:?]|\breturn|^)\s*$/;
const ENTITY_OR_BEGUN = new RegExp(`${ENTITY.source}|${BEGUN.source}`);

/** Writes the signs that a model has spelled as HTML does, in languages in which that means nothing. */
export const entitiesLayer: Layer = {
  apply: decodeEntities,
  whole: ENTITY,
  growing: ENTITY_OR_BEGUN,
};

function decodeEntities(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  if (at.kind !== 'code' || holdsPlainText(at)) return said;
  const walk = new Walk(text, at);
  let decoded = '';
  let from = 0;
  for (const { 0: entity, 1: name = '', index } of text.matchAll(EVERY_ENTITY)) {
    const isOfPattern = /[/\\]$/.test(text.slice(Math.max(0, index - 1), index));
    if (isOfPattern || at.holds(entity) || walk.stateAt(index).inside !== 'code') continue;
    const isAddress = HAS_ADDRESSES.test(at.languageId) && isAddressAt(entity, index, said, at);
    if (isAddress === true) continue;
    decoded += text.slice(from, index);
    if (isAddress === undefined) return { text: decoded, isOver: false };
    decoded += SAYS[name];
    from = index + entity.length;
  }
  const rest = decoded + text.slice(from);
  if (isOver) return from === 0 ? said : { text: rest, isOver };
  const held = BEGUN.exec(rest.slice(-8))?.[0].length ?? 0;
  return { text: rest.slice(0, rest.length - held), isOver };
}

/** True if nothing but the statement's end follows; `undefined` while that is not known. */
function isAddressAt(
  entity: string,
  index: number,
  { text, isOver }: Said,
  { linePrefix }: Standpoint,
): boolean | undefined {
  const before = index < 16 ? linePrefix + text.slice(0, index) : text.slice(index - 16, index);
  if (entity.startsWith('&#') || !BEFORE_ADDRESS.test(before)) return false;
  const behind = text.slice(index + entity.length).replace(/^[ \t]+/, '');
  if (behind === '' && !isOver) return undefined;
  return behind === '' || behind.startsWith('\n');
}
