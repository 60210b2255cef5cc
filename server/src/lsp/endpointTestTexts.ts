import type { EndpointTest } from '../engine/endpointTest.ts';
import { harmless, MAX_ID, type PlainText, plain } from '../protocol/plainText.ts';
import { duration } from '../protocol/wording.ts';
import { troubleText } from './endpointTexts.ts';

type Works = Extract<EndpointTest, { readonly kind: 'works' }>;

/** One message about the test of an endpoint: how it answers and within which limits, or why it does not and what to do. */
export function testText(outcome: EndpointTest, isPaused: boolean, canSetKey: boolean): PlainText {
  const paused = isPaused ? ' It stays paused until you resume it.' : '';
  if (outcome.kind === 'fails') {
    const { error } = outcome;
    const trouble = troubleText(
      'Aurelis: the test failed:',
      { ...error, error: error.kind },
      canSetKey,
    );
    return harmless(`${trouble}${paused}`, MAX_TEXT);
  }
  const id = harmless(outcome.endpointId, MAX_ID);
  const told = [speedText(outcome), limitText(outcome), ownWords(outcome)].join('');
  return harmless(`${plain`Aurelis: the endpoint "${id}" works`}: ${told}${paused}`, MAX_TEXT);
}

/** Our own words, and at most 240 UTF-16 units of a server's. */
const MAX_TEXT = 1_000;

function speedText({ firstWordMs, tokensPerSecond }: Works): string {
  const first = `its first word came after ${duration(Math.max(1, firstWordMs))}`;
  if (tokensPerSecond === undefined) return `${first}.`;
  return `${first}, then about ${rounded(tokensPerSecond)} tokens a second.`;
}

function limitText({ limits }: Works): string {
  const { requestsPerMinute, requestsPerDay, tokensPerMinute, concurrency } = limits;
  const { inputTokens, outputTokens } = limits;
  const parts = [
    part(requestsPerMinute, (count) => `${count} requests a minute`),
    part(requestsPerDay, (count) => `${count} requests a day`),
    part(tokensPerMinute, (count) => `${count} tokens a minute`),
    part(concurrency, (count) => `${count} at once`),
    part(inputTokens, (count) => `${count} tokens a request`),
    part(outputTokens, (count) => `${count} tokens an answer`),
  ].flat();
  return parts.length === 0 ? '' : ` Limits: ${parts.join(', ')}.`;
}

/** The server's own statements beside the answer. */
function ownWords({ told: { requestsLeft, waitMs } }: Works): string {
  const left =
    requestsLeft === undefined ? '' : ` The server leaves ${requestsLeft} requests this minute.`;
  const wait = waitMs === undefined ? '' : ` It wants no more for ${duration(waitMs)}.`;
  return left + wait;
}

const part = (limit: number | undefined, words: (count: string) => string): string[] =>
  limit === undefined ? [] : [words(limit.toLocaleString('en'))];

const rounded = (count: number): string =>
  count < 10 ? count.toFixed(1) : Math.round(count).toLocaleString('en');
