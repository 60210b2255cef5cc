import { digestOf, drawnFrom, tokensOf } from './drawn.ts';
import { CREATED, FINGERPRINT, isMembers, listOf, type Members, usageOf } from './forms.ts';
import { answerTo, type Said, textOf } from './scriptedModel.ts';

/** One choice: all that it says, cut where the request wants it. */
interface Choice {
  readonly index: number;
  readonly said: Said;
  readonly tokens: readonly string[];
  readonly ending: string;
}

/** Everything that a chat completion says, whole or in events. */
export interface ChatAnswer {
  readonly head: Members;
  readonly choices: readonly Choice[];
  readonly usage: Members;
  readonly hasLogprobs: boolean;
}

/** The members that say how an answer comes, not which. */
const withoutForm = ({ stream: _, stream_options: __, ...body }: Members): Members => body;

/** The answer to a request. Its id is a digest of the whole request: who changes one gets another answer. */
export function chatAnswer(body: Members, seed: number): ChatAnswer {
  const digest = digestOf(seed, 'chat', withoutForm(body));
  const draw = drawnFrom(digest);
  const choices = Array.from({ length: Number(body.n ?? 1) }, (_, index) =>
    choiceOf(index, answerTo(body, draw), body),
  );
  const prompt = listOf(body.messages)
    .filter(isMembers)
    .reduce((sum, { content }) => sum + 4 + tokensOf(textOf(content)).length, 3);
  const spent = choices.reduce(
    (sum, { tokens, said }) => sum + tokens.length + said.calls.length,
    0,
  );
  return {
    head: {
      id: `chatcmpl-${digest.slice(0, 29)}`,
      created: CREATED,
      model: body.model,
      service_tier: 'default',
      system_fingerprint: FINGERPRINT,
    },
    choices,
    usage: usageOf(prompt, spent),
    hasLogprobs: body.logprobs === true,
  };
}

function choiceOf(index: number, said: Said, body: Members): Choice {
  const stops = [body.stop ?? []].flat().filter((each) => typeof each === 'string');
  const text = said.content ?? '';
  const ends = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  const all = tokensOf(text.slice(0, Math.min(text.length, ...ends)));
  const most = Number(body.max_completion_tokens ?? body.max_tokens ?? Number.POSITIVE_INFINITY);
  const tokens = all.slice(0, most);
  return { index, said, tokens, ending: tokens.length < all.length ? 'length' : said.ending };
}

/** The answer as one body. */
export const wholeChat = ({ head, choices, usage, hasLogprobs }: ChatAnswer): Members => ({
  ...head,
  object: 'chat.completion',
  choices: choices.map((choice) => ({
    index: choice.index,
    message: messageOf(choice),
    logprobs: hasLogprobs ? { content: choice.tokens.map(logprobOf), refusal: null } : null,
    finish_reason: choice.ending,
  })),
  usage,
});

function messageOf({ said, tokens }: Choice): Members {
  const content = said.content === null ? null : tokens.join('');
  const message = { role: 'assistant', content, refusal: said.refusal, annotations: [] };
  const [first] = said.calls;
  return {
    ...message,
    ...(said.reasoning === undefined ? {} : { reasoning_content: said.reasoning }),
    ...(first === undefined
      ? {}
      : said.isOldCall
        ? { function_call: first.function }
        : { tool_calls: said.calls }),
  };
}

const logprobOf = (token: string): Members => ({
  token,
  logprob: -token.length / 8,
  bytes: [...Buffer.from(token)],
  top_logprobs: [],
});

/** The answer in events: the role, the pieces, the end of each choice, and the usage where it is asked for. */
export function chatEvents(answer: ChatAnswer, body: Members): Members[] {
  const options = isMembers(body.stream_options) ? body.stream_options : {};
  const withUsage = options.include_usage === true;
  const draw = drawnFrom(digestOf(answer.head.id));
  const hidden = () =>
    options.include_obfuscation === false
      ? {}
      : {
          obfuscation: draw()
            .toString(36)
            .slice(2, 2 + Math.floor(draw() * 8)),
        };
  const event = (choices: readonly Members[], more: Members = {}): Members => ({
    ...answer.head,
    object: 'chat.completion.chunk',
    choices,
    ...(withUsage ? { usage: null } : {}),
    ...more,
  });
  const events = together(answer.choices.map((choice) => deltasOf(choice, answer))).map((choice) =>
    event([choice], hidden()),
  );
  return withUsage ? [...events, event([], { usage: answer.usage, ...hidden() })] : events;
}

/** The events of several choices come in turns. */
const together = <T>(lists: readonly (readonly T[])[]): T[] =>
  Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, at) =>
    lists.flatMap((list) => (list[at] === undefined ? [] : [list[at]])),
  ).flat();

function deltasOf({ index, said, tokens, ending }: Choice, { hasLogprobs }: ChatAnswer): Members[] {
  const piece = (delta: Members, logprobs: unknown = null, finish: string | null = null) => ({
    index,
    delta,
    logprobs,
    finish_reason: finish,
  });
  const first = { role: 'assistant', content: said.calls.length > 0 ? null : '', refusal: null };
  const contents = tokens.map((token) =>
    piece({ content: token }, hasLogprobs ? { content: [logprobOf(token)], refusal: null } : null),
  );
  return [
    piece(first),
    ...tokensOf(said.reasoning ?? '').map((token) => piece({ reasoning_content: token })),
    ...contents,
    ...tokensOf(said.refusal ?? '').map((token) => piece({ refusal: token })),
    ...said.calls.flatMap((call, at) => callDeltas(call, at, said.isOldCall)).map((d) => piece(d)),
    piece({}, null, ending),
  ];
}

function callDeltas(call: Members, index: number, isOldCall: boolean): Members[] {
  const called = call.function as { readonly name: string; readonly arguments: string };
  const pieces = tokensOf(called.arguments);
  if (isOldCall) {
    return ['', ...pieces].map((text, at) => ({
      function_call: at === 0 ? { name: called.name, arguments: '' } : { arguments: text },
    }));
  }
  const begun = { index, ...call, function: { name: called.name, arguments: '' } };
  return [
    { tool_calls: [begun] },
    ...pieces.map((text) => ({ tool_calls: [{ index, function: { arguments: text } }] })),
  ];
}
