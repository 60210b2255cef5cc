import { type Refusal, readRefusal } from '../../server/src/upstream/refusals/readRefusal.ts';
import { inForm, type RequestFacts } from '../../server/src/upstream/requestFacts.ts';
import type { RefusalCase } from './fieldCase.ts';

/** The request that the cases refuse: five stops, 704 tokens of text by our count, 64 of the answer. */
const REFUSED_BODY = {
  model: 'm',
  prompt: '',
  max_tokens: 64,
  temperature: 0,
  stream: true,
  stream_options: { include_usage: true },
  stop: ['a', 'b', 'c', 'd', 'e'],
};
const TEXTS = ['const total = 0;\n'.repeat(166).slice(0, 2_816)];

/** Reads a case, at a time in epoch milliseconds. */
export const readCase = (
  { status, headers = {}, body, api = 'fim' }: RefusalCase,
  now = 0,
): Refusal =>
  readRefusal(
    { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
    {
      members: Object.keys(inForm(REFUSED_BODY, {})),
      stops: REFUSED_BODY.stop.length,
      outputTokens: REFUSED_BODY.max_tokens,
      characters: TEXTS.join('').length,
      texts: TEXTS,
      api,
      apis: ['fim', 'chat'],
    },
    'sk-proj-abcdefghijkl1234',
    now,
  );

/** Everything that is wrong with the reading of a case; empty where it is right. */
export function mistakesIn(each: RefusalCase): string[] {
  const { kind, speaker, sentence, facts } = readCase(each);
  const mistakes: string[] = [];
  const compare = (what: string, is: unknown, right: unknown) => {
    if (is !== right) mistakes.push(`${what} ${String(is)}, not ${String(right)}`);
  };
  compare('kind', kind, each.kind);
  compare('speaker', speaker, each.speaker ?? 'server');
  compare('facts', written(facts), written(each.facts));
  if (each.says === undefined) compare('sentence', sentence, undefined);
  else if (sentence?.includes(each.says) !== true) mistakes.push(`says ${String(sentence)}`);
  return mistakes;
}

const written = (facts: RequestFacts | undefined): string => JSON.stringify(facts ?? null);
