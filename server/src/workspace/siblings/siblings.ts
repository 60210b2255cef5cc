import type { Source } from '../index/evidence.ts';
import { KIND } from '../tokens/tokenKind.ts';
import type { Vocabulary } from '../tokens/vocabulary.ts';
import { type Body, bodyBehind } from './body.ts';
import type { FunctionIndex } from './functionIndex.ts';
import { Renaming } from './renaming.ts';
import type { Signature, Signatures } from './signature.ts';
import { partsOf } from './wordParts.ts';

/** A source, and where functions stand in it. */
export interface FunctionSource {
  readonly source: Pick<Source, 'corpus' | 'nearnessOf'>;
  readonly functions: FunctionIndex;
}

/** A function whose signature becomes another one's by renaming. */
export interface Sibling {
  /** As `NEARNESS` has it. */
  readonly nearness: number;
  /** Words of the function's name: how many, and how many of them are the same, the first one perhaps. */
  readonly words: number;
  readonly same: number;
  readonly isFirstSame: boolean;
  /** Words renamed in the signature, and those of them that stand in it once only. */
  readonly renamed: number;
  readonly renamedOnce: number;
  readonly renaming: Renaming;
  readonly body: Body;
}

/** Functions that are compared, and siblings among them that have a say. */
const MAX_COMPARED = 128;
const MAX_SIBLINGS = 24;

/** Functions of which the signature becomes the given one, the nearest and most alike first. */
export function siblingsOf(
  signature: Signature,
  own: Source,
  sources: readonly FunctionSource[],
  {
    signatures,
    vocabulary,
    maxLines,
  }: { signatures: Signatures; vocabulary: Vocabulary; maxLines: number },
): Sibling[] {
  const wanted = signatures.tokensOf(own.corpus, signature);
  const ownName = vocabulary.textOf(own.corpus.tokenAt(signature.name));
  const found = sources.flatMap(({ source, functions }) =>
    [...functions.like(own.corpus, signature)].flatMap((opener) => {
      const nearness = source.nearnessOf(opener);
      const isOwn = source.corpus === own.corpus && opener === signature.opener;
      return nearness < 0 || isOwn ? [] : [{ source, opener, nearness }];
    }),
  );
  found.sort((one, other) => one.nearness - other.nearness);
  const siblings: Sibling[] = [];
  for (const { source, opener, nearness } of found.slice(0, MAX_COMPARED)) {
    const { corpus } = source;
    const theirs = signatures.endingAt(corpus, opener);
    if (theirs === undefined) continue;
    const renaming = renamingOf(signatures.tokensOf(corpus, theirs), wanted, vocabulary);
    if (renaming === undefined) continue;
    const body = bodyBehind(corpus, theirs, maxLines);
    if (body === undefined || body.lines.length === 0) continue;
    const end = body.closer?.tokens[0];
    if (end !== undefined && vocabulary.textOf(end) !== '}') continue;
    const name = vocabulary.textOf(corpus.tokenAt(theirs.name));
    siblings.push({ nearness, ...likeness(name, ownName), ...renaming, body });
    if (siblings.length === MAX_SIBLINGS) break;
  }
  return siblings;
}

function renamingOf(
  theirs: readonly number[],
  wanted: readonly number[],
  vocabulary: Vocabulary,
): Pick<Sibling, 'renaming' | 'renamed' | 'renamedOnce'> | undefined {
  if (theirs.length !== wanted.length) return undefined;
  const renaming = new Renaming();
  for (const [index, token] of theirs.entries()) {
    const here = wanted[index] as number;
    if (vocabulary.kindOf(token) !== KIND.name) {
      if (token !== here) return undefined;
      continue;
    }
    if (vocabulary.kindOf(here) !== KIND.name) return undefined;
    if (!renaming.add(vocabulary.textOf(token), vocabulary.textOf(here))) return undefined;
  }
  return { renaming, renamed: renaming.changes, renamedOnce: renaming.changedOnce };
}

function likeness(theirs: string, own: string): Pick<Sibling, 'words' | 'same' | 'isFirstSame'> {
  const [there, here] = [partsOf(theirs), partsOf(own)].map((parts) =>
    parts.map(({ text }) => text.toLowerCase()),
  ) as [string[], string[]];
  const words = Math.max(there.length, here.length);
  const same = here.filter((word) => there.includes(word)).length;
  return { words, same, isFirstSame: there[0] === here[0] };
}
