import { digestOf, drawnFrom, tokensOf } from './drawn.ts';
import { CREATED, isMembers, type Members } from './forms.ts';
import { drawnText } from './scriptedModel.ts';

/** Tokens of an answer whose request names no limit. */
const USUAL_TOKENS = 16;

interface TextChoice {
  readonly index: number;
  readonly tokens: readonly string[];
  readonly ending: string;
}

/** Everything that a completion of `/completions` says. */
export interface TextAnswer {
  readonly head: Members;
  readonly choices: readonly TextChoice[];
  readonly usage: Members;
  readonly hasLogprobs: boolean;
}

/** The answer to a request: `n` choices for each prompt. A suffix is heeded: the text then ends with its beginning. */
export function textAnswer(body: Members, seed: number): TextAnswer {
  const { stream: _, stream_options: __, ...asked } = body;
  const digest = digestOf(seed, 'text', asked);
  const draw = drawnFrom(digest);
  const prompts = [body.prompt].flat().map(String);
  const most = Number(body.max_tokens ?? USUAL_TOKENS);
  const choices = prompts.flatMap((prompt, at) =>
    Array.from({ length: Number(body.n ?? 1) }, (_, number) => {
      const between =
        typeof body.suffix === 'string' ? `${drawnText(draw)}<${body.suffix.length}>` : '';
      const repeated = /^Say (.+)$/s.exec(prompt)?.[1];
      const all = tokensOf(between || (repeated ?? drawnText(draw)));
      const tokens = all.slice(0, most);
      return {
        index: at * Number(body.n ?? 1) + number,
        tokens: body.echo === true ? [...tokensOf(prompt), ...tokens] : tokens,
        ending: tokens.length < all.length ? 'length' : 'stop',
      };
    }),
  );
  const promptTokens = prompts.reduce((sum, prompt) => sum + tokensOf(prompt).length, 0);
  const completionTokens = choices.reduce((sum, { tokens }) => sum + tokens.length, 0);
  return {
    head: {
      id: `cmpl-${digest.slice(0, 29)}`,
      object: 'text_completion',
      created: CREATED,
      model: body.model,
    },
    choices,
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
    hasLogprobs: typeof body.logprobs === 'number',
  };
}

const logprobsOf = (tokens: readonly string[], from: number): Members => ({
  tokens,
  token_logprobs: tokens.map(({ length }) => -length / 8),
  top_logprobs: tokens.map((token) => ({ [token]: -token.length / 8 })),
  text_offset: tokens.map((_, at) => from + tokens.slice(0, at).join('').length),
});

/** The answer as one body. */
export const wholeText = ({ head, choices, usage, hasLogprobs }: TextAnswer): Members => ({
  ...head,
  choices: choices.map(({ index, tokens, ending }) => ({
    text: tokens.join(''),
    index,
    logprobs: hasLogprobs ? logprobsOf(tokens, 0) : null,
    finish_reason: ending,
  })),
  usage,
});

/** The answer in events. */
export function textEvents({ head, choices, usage, hasLogprobs }: TextAnswer, body: Members) {
  const options = isMembers(body.stream_options) ? body.stream_options : {};
  const withUsage = options.include_usage === true;
  const more = withUsage ? { usage: null } : {};
  const events: Members[] = choices.flatMap(({ index, tokens, ending }) => [
    ...tokens.map((text, at) => ({
      text,
      index,
      logprobs: hasLogprobs ? logprobsOf([text], tokens.slice(0, at).join('').length) : null,
      finish_reason: null,
    })),
    { text: '', index, logprobs: null, finish_reason: ending },
  ]);
  const all: Members[] = events.map((choice) => ({ ...head, choices: [choice], ...more }));
  return withUsage ? [...all, { ...head, choices: [], usage }] : all;
}
