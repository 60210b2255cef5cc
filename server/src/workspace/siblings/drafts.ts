import type { PredictionQuery } from '../../domain/predictor.ts';
import type { Corpus } from '../index/corpus.ts';
import type { Vocabulary } from '../tokens/vocabulary.ts';
import type { BodyPlace } from './bodyPlace.ts';
import { indenter } from './indenter.ts';
import { KnownNames } from './knownNames.ts';
import { type RenamedLine, renamedLine } from './renamedLine.ts';
import type { Sibling } from './siblings.ts';
import type { Signature } from './signature.ts';

/** A text that may follow, and what speaks for it. */
export interface Draft {
  readonly text: string;
  readonly signs: Signs;
}

/** Signs that speak for a draft or against it. */
export interface Signs {
  readonly best: Sibling;
  /** How many siblings make this text, and what they weigh of all. */
  readonly agreeing: number;
  readonly share: number;
  /** Names that stand nowhere, and names made by the renaming that stand in the file. */
  readonly unknown: number;
  readonly confirmed: number;
  /** Whether a word in it already is what another one becomes. */
  readonly collides: boolean;
  /** Whether it begins with a comment: people say something else each time. */
  readonly isRemark: boolean;
}

/** A sibling's body under its renaming, the line that closes it included. */
interface Copy {
  readonly sibling: Sibling;
  readonly weight: number;
  readonly lines: readonly RenamedLine[];
}

interface Surroundings {
  readonly query: PredictionQuery;
  readonly corpus: Corpus;
  readonly signature: Signature;
  readonly vocabulary: Vocabulary;
}

/** Lines on which most of the siblings' weight agrees, one more from draft to draft. */
export function draftsOf(
  siblings: readonly Sibling[],
  place: BodyPlace,
  { query, corpus, signature, vocabulary }: Surroundings,
): Draft[] {
  const copies = siblings.map((sibling) => copyOf(sibling, vocabulary));
  const total = weightOf(copies);
  const known = new KnownNames(corpus, signature.start, vocabulary);
  const drafts: Draft[] = [];
  let agreeing = heaviest(copies, 0);
  const indented = indenter(place, query.prefix, agreeing[0]?.lines[0]?.indent ?? 1);
  const signs = { unknown: 0, confirmed: 0, collides: false };
  let text = '';
  for (let at = 0; at < query.maxLines; at++) {
    agreeing = heaviest(agreeing, at);
    const [best] = agreeing;
    const line = best?.lines[at];
    if (best === undefined || line === undefined) break;
    if (place.isClosed && at === best.sibling.body.lines.length) break;
    text += indented(line, at === 0);
    const { unknown, confirmed } = known.meet(line);
    signs.unknown += unknown;
    signs.confirmed += confirmed;
    signs.collides ||= line.collides;
    if (line.text === '') continue;
    const support = { agreeing: agreeing.length, share: weightOf(agreeing) / total };
    const isRemark = /^\s*(?:\/[/*]|[*#"']|r""")/.test(text);
    drafts.push({ text, signs: { best: best.sibling, ...support, ...signs, isRemark } });
  }
  return drafts;
}

function copyOf(sibling: Sibling, vocabulary: Vocabulary): Copy {
  const { lines, closer } = sibling.body;
  const all = closer === undefined ? lines : [...lines, closer];
  const { same, words, isFirstSame, renamedOnce, nearness } = sibling;
  const likeness = (2 * same) / words + (isFirstSame ? 1 : 0);
  return {
    sibling,
    weight: Math.exp(likeness - 0.5 * renamedOnce - 0.5 * nearness),
    lines: all.map((line) => renamedLine(line, sibling.renaming, vocabulary)),
  };
}

const weightOf = (copies: readonly Copy[]): number =>
  copies.reduce((sum, { weight }) => sum + weight, 0);

/** Those that agree on a line, the heaviest first. */
function heaviest(copies: readonly Copy[], at: number): Copy[] {
  const groups = Map.groupBy(copies, ({ lines }) => {
    const line = lines[at];
    return line === undefined ? '' : `${line.indent} ${line.text}`;
  });
  const [best = []] = [...groups.values()].sort((one, other) => weightOf(other) - weightOf(one));
  return best.toSorted((one, other) => other.weight - one.weight);
}
