import { MAX_ALIGNED } from '../index/alignment.ts';
import { type Candidate, COUNTS, type Evidence, LEVELS, NEARNESS } from '../index/evidence.ts';
import { KIND } from '../tokens/tokenKind.ts';
import type { Vocabulary } from '../tokens/vocabulary.ts';
import type { PredictionState } from './predictionState.ts';

/** How many candidates of a place are weighed; the others are hardly ever right. */
const WEIGHED = 6;
const KINDS = [KIND.newline, KIND.keyword, KIND.name, KIND.number, KIND.mark];
const KINDS_BEFORE = [KIND.newline, KIND.keyword, KIND.name, KIND.mark];

/** The candidates of a place that are worth weighing, roughly the best first. */
export function likeliest({ candidates }: Evidence): Candidate[] {
  return [...candidates.values()]
    .map((candidate) => ({ candidate, score: roughScore(candidate) }))
    .sort((one, other) => other.score - one.score)
    .slice(0, WEIGHED)
    .map(({ candidate }) => candidate);
}

/** Longer contexts count threefold a level, nearer sources more. */
function roughScore({ counts, alignment, frequency }: Candidate): number {
  const size = LEVELS.length;
  let factor = 1;
  let score = Math.log1p(frequency) + 1.6 ** (alignment?.length ?? 0);
  for (let level = 0; level < size; level++) {
    factor *= 3;
    const [open = 0, near = 0, far = 0] = [
      counts[level],
      counts[size + level],
      counts[2 * size + level],
    ];
    score += factor * (3 * open + 1.5 * near + far);
  }
  return score;
}

/** Returns the inputs of the scorer: numbers of about the size of 1, the first of them always 1. */
export function features(
  candidate: Candidate,
  rivals: readonly Candidate[],
  evidence: Evidence,
  place: PredictionState,
  vocabulary: Vocabulary,
): number[] {
  return [
    1,
    ...countFeatures(candidate, evidence),
    ...contextFeatures(candidate, rivals),
    ...alignmentFeatures(candidate, rivals, evidence),
    ...kindFeatures(candidate, place, vocabulary),
    ...typedFeatures(candidate, rivals, place, vocabulary),
  ];
}

/** For each source and context length: the odds of the candidate there, and how much they rest on. */
function countFeatures({ counts }: Candidate, { totals }: Evidence): number[] {
  const values: number[] = [];
  for (let index = 0; index < COUNTS; index++) {
    // No context at all says something of the open file only.
    if (index % LEVELS.length === 0 && index > 0) continue;
    const total = totals[index] as number;
    const count = counts[index] as number;
    values.push(total === 0 ? 0 : Math.log((count + 0.2) / (total - count + 0.4)) / 3);
    values.push(Math.log1p(count) / 4);
  }
  return values;
}

/** How long a context the candidate has followed, and the best of its rivals. */
function contextFeatures(candidate: Candidate, rivals: readonly Candidate[]): number[] {
  const own = longestLevel(candidate);
  const other = Math.max(0, ...rivals.filter((each) => each !== candidate).map(longestLevel));
  return [own, other, own - other].map((level) => level / LEVELS.length);
}

function longestLevel({ counts }: Candidate): number {
  for (let level = LEVELS.length - 1; level > 0; level--) {
    for (const nearness of Object.values(NEARNESS)) {
      if ((counts[nearness * LEVELS.length + level] as number) > 0) return level;
    }
  }
  return 0;
}

function alignmentFeatures(
  candidate: Candidate,
  rivals: readonly Candidate[],
  { longestAlignment }: Evidence,
): number[] {
  const { length = 0, same = 0, role } = candidate.alignment ?? {};
  const others = rivals.filter((each) => each !== candidate);
  const other = Math.max(0, ...others.map(({ alignment }) => alignment?.length ?? 0));
  return [
    length / MAX_ALIGNED,
    Math.log1p(length) / 4,
    other / MAX_ALIGNED,
    length > 0 ? same / length : 0,
    role === 'renamed' ? 1 : 0,
    role === 'kept' ? 1 : 0,
    length > 0 && length >= longestAlignment ? 1 : 0,
  ];
}

function kindFeatures(
  { token }: Candidate,
  { context }: PredictionState,
  vocabulary: Vocabulary,
): number[] {
  const kind = vocabulary.kindOf(token);
  const before = vocabulary.kindOf(context.at(-1) ?? 0);
  return [
    ...KINDS.map((each) => (each === kind ? 1 : 0)),
    ...KINDS_BEFORE.map((each) => (each === before ? 1 : 0)),
  ];
}

function typedFeatures(
  { token, frequency }: Candidate,
  rivals: readonly Candidate[],
  { typed, isCursor }: PredictionState,
  vocabulary: Vocabulary,
): number[] {
  return [
    typed === '' ? 0 : 1,
    Math.min(typed.length, 8) / 8,
    Math.log1p(frequency) / 8,
    vocabulary.textOf(token).length === typed.length ? 1 : 0,
    Math.log1p(rivals.length) / 4,
    isCursor ? 1 : 0,
  ];
}
