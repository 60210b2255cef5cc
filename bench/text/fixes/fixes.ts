import { createHash } from 'node:crypto';
import { readAnswer } from '../../../server/src/actions/answer/readAnswer.ts';
import { together } from '../../../server/src/actions/outcome.ts';
import { enclosingBlock } from '../../../server/src/documents/enclosingBlock.ts';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { toWorkspaceEdit } from '../../../server/src/lsp/workspaceEdit.ts';
import { seededRandom } from '../../../tools/random.ts';
import type { Measured } from '../../support/bench.ts';
import { anyEdits } from './anyEdits.ts';
import { applied, editsIn } from './applied.ts';
import type { Knowledge, Shape } from './shape.ts';
import { SHAPES, USABLE_NAMES } from './shapes.ts';
import { type Fault, spoiled } from './trueFaults.ts';

/** A file that is not ours. */
export interface ForeignFile {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

export interface FixesOptions {
  readonly files: readonly ForeignFile[];
  /** Half of the files, by a digest of their paths: one to tune on, one to judge by. */
  readonly half: 'tune' | 'judge';
  /** Faults in each file. */
  readonly faultsPerFile?: number;
  /** Another one makes other faults. */
  readonly seed?: string;
  /** Random blocks with random answers, on top. */
  readonly pairs?: number;
  /** Called with everything that was made of an answer. */
  readonly onVerdict?: (verdict: Verdict) => void;
}

/** A verdict on the document after an answer, by one who knows only the true file. */
type Kind = 'right' | 'refused' | 'rightPreview' | 'wrongPreview' | 'destructive';

export interface Verdict {
  readonly path: string;
  readonly shape: string;
  readonly fault: Fault;
  readonly answer: string;
  readonly after: string;
  readonly why: string;
  readonly kind: Kind;
}

/**
 * Fixes of true faults in files of others, by a model that knows what is right and says it in the shapes in which
 * models do. The judge knows the true file and what the edit leaves, nothing of how it came about.
 */
export async function fixes(options: FixesOptions): Promise<readonly Measured[]> {
  const { files, half, faultsPerFile = 3, seed = '', pairs, onVerdict } = options;
  const counts = new Map<string, number>();
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const file of files.filter(({ path }) => halfOf(path) === half)) {
    const random = seededRandom(Number.parseInt(digest(file.path + seed).slice(0, 8), 16));
    for (const fault of faultsOf(file, faultsPerFile, random)) {
      for (const shape of SHAPES) {
        const verdict = judge(file, fault, shape, random);
        if (verdict === undefined) continue;
        onVerdict?.(verdict);
        count(verdict.kind);
        count('all');
        if (!USABLE_NAMES.has(shape.name)) continue;
        count('usable');
        if (verdict.kind.startsWith('right')) count('usableRight');
        if (verdict.kind === 'right') count('usableAtOnce');
      }
    }
  }
  const of = (name: string): number => counts.get(name) ?? 0;
  const share = (name: string): number => (100 * of(name)) / Math.max(1, of('usable'));
  const previews = of('rightPreview') + of('wrongPreview');
  const any = anyEdits(pairs);
  return [
    { name: 'answers judged', value: of('all'), unit: '' },
    { name: 'answers that destroy', value: of('destructive'), unit: '', bar: atMost(0) },
    { name: 'right block, mended', value: share('usableRight'), unit: '%', bar: atLeast(95) },
    { name: 'right block, mended without a question', value: share('usableAtOnce'), unit: '%' },
    {
      name: 'previews that are wrong',
      value: (100 * of('wrongPreview')) / Math.max(1, previews),
      unit: '%',
    },
    { name: 'any edits', value: any.tried, unit: '' },
    { name: 'any edits that touch others', value: any.wrong, unit: '', bar: atMost(0) },
  ];
}

const atMost = (value: number) => ({ is: 'atMost', value }) as const;
const atLeast = (value: number) => ({ is: 'atLeast', value }) as const;
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const halfOf = (path: string): 'tune' | 'judge' =>
  Number.parseInt(digest(path).slice(0, 2), 16) % 2 === 0 ? 'tune' : 'judge';

function faultsOf({ languageId, text }: ForeignFile, count: number, random: () => number): Fault[] {
  const lines = text.split(/\r\n|\n|\r/);
  const faults: Fault[] = [];
  for (let tries = 0; tries < 40 && faults.length < count; tries++) {
    const fault = spoiled(languageId, lines, Math.floor(random() * lines.length), random);
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
}

const LINE_ENDS = ['\n', '\n', '\r\n'];

function judge(
  { path }: ForeignFile,
  fault: Fault,
  { name, answer }: Shape,
  random: () => number,
): Verdict | undefined {
  const { languageId, truth, faulty, line } = fault;
  const said = answer(knowledge(fault));
  if (said === undefined) return undefined;
  const lineEnd = LINE_ENDS[Math.floor(random() * LINE_ENDS.length)] ?? '\n';
  const before = faulty.join(lineEnd);
  const document = LiveDocument.create(`file:///${path}`, languageId, 1, before);
  const block = enclosingBlock(document.lines, line);
  const generation = typeof said === 'string' ? { text: said } : said;
  const reading = readAnswer(
    { ending: 'stop', ...generation },
    { languageId, lines: document.lines, block, diagnosticLines: [line] },
  );
  const outcome = together(document, [reading]);
  const verdict = { path, shape: name, fault, answer: generation.text };
  if (outcome.kind !== 'edit') {
    const why = outcome.kind === 'refused' ? outcome.why : outcome.kind;
    return { ...verdict, kind: 'refused', after: before, why };
  }
  const { edits, asks } = editsIn(toWorkspaceEdit(outcome, document));
  const after = applied(before, edits);
  const isRight = after === truth.join(lineEnd);
  const previewed = isRight ? 'rightPreview' : 'wrongPreview';
  const kind = asks ? previewed : isRight ? 'right' : 'destructive';
  return { ...verdict, kind, after, why: '' };
}

/** The model's knowledge: the block of the faulty file, and what is right there. */
function knowledge({ languageId, truth, faulty, line }: Fault): Knowledge {
  const { first, last } = enclosingBlock(faulty, line);
  const more = truth.length - faulty.length;
  const right = truth.slice(first, last + 1 + more);
  const at = right.findIndex((each, index) => each !== faulty[first + index]);
  return {
    languageId,
    right,
    wrong: faulty.slice(first, last + 1),
    above: truth.slice(0, first),
    below: truth.slice(last + 1 + more),
    at: Math.max(0, at),
    number: first + 1,
  };
}
