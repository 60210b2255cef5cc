import { throwIfAborted } from '../../base/abort.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { ActionTarget } from '../action.ts';
import type { Refusal } from '../answer/reading.ts';
import { type AskTools, ask } from '../asking.ts';
import { repairAround } from '../targets.ts';
import { readNames } from './readNames.ts';
import { suggestNames } from './suggestNames.ts';

/** A name in a document, and the line on which it stands, counted from 0. */
export interface NameQuery {
  readonly uri: string;
  readonly line: number;
  readonly name: string;
}

export type NamesOutcome =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'refused'; readonly why: Refusal | 'noNames' }
  /** Nothing was asked: the document is excluded, or the name does not stand there. */
  | { readonly kind: 'unasked'; readonly why: 'excluded' | 'elsewhere' };

/** Suggests names for what a user is about to rename. */
export class NameSuggestions {
  readonly #tools: AskTools;

  constructor(tools: AskTools) {
    this.#tools = tools;
  }

  /** Rejects with `CancelledError` and `EndpointError` as the pipeline does. */
  async suggest({ uri, line, name }: NameQuery, signal: AbortSignal): Promise<NamesOutcome> {
    const tools = this.#tools;
    const startedAt = tools.clock.monotonic();
    tools.observe({ kind: 'actionRequested' });
    const document = tools.documents.get(uri);
    if (document === undefined || !stands(name, document.lines[line] ?? '')) {
      return { kind: 'unasked', why: 'elsewhere' };
    }
    if (tools.policy.exclusionOf(document) !== undefined) {
      return { kind: 'unasked', why: 'excluded' };
    }
    const target = repairAround(document, { first: line, last: line });
    if (typeof target === 'string') return { kind: 'unasked', why: 'elsewhere' };
    const wishes = (await tools.habits?.(uri)) ?? '';
    throwIfAborted(signal);
    const { answer } = await ask(
      tools,
      {
        action: suggestNames,
        document,
        target,
        wishes,
        startedAt,
        said: { words: name, lastTry: '' },
      },
      { signal, priority: 'action', onText: () => true },
    );
    const read = readNames(answer, name, wordsAround(document, target));
    if (typeof read !== 'string') return { kind: 'names', names: read };
    tools.onUnusable(answer);
    return { kind: 'refused', why: read };
  }
}

/** True for a word of a line. */
function stands(name: string, line: string): boolean {
  if (!/^[\p{L}\p{N}_$@#?!-]+$/u.test(name)) return false;
  const isPart = (letter = '') => /[\p{L}\p{N}_$]/u.test(letter);
  for (let at = line.indexOf(name); at !== -1; at = line.indexOf(name, at + 1)) {
    if (!isPart(line[at - 1]) && !isPart(line[at + name.length])) return true;
  }
  return false;
}

const WORD = /[\p{L}_$@#-][\p{L}\p{N}_$-]*/gu;
/** Longer lines are data. */
const MAX_LINE = 1_000;

/** Words that stand in the block already: a name that is one of them would mean something else there. */
function wordsAround({ lines }: LiveDocument, { block }: ActionTarget): ReadonlySet<string> {
  const shown = lines.slice(block.first, block.last + 1);
  const words = shown.flatMap((line) => line.slice(0, MAX_LINE).match(WORD) ?? []);
  return new Set(words.flatMap((word) => [word, ...word.split('-')]));
}
