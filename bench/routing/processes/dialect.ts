import type { Engine } from '../../../tools/localModel/engine.ts';
import { infillPrompt } from '../../../tools/localModel/infillPrompt.ts';
import type { Behaviour } from './messages.ts';

/** Begins every completion, so that it is known from what the index of the workspace says. */
export const FROM_MODEL = 'fromModel';
const COMPLETION = `${FROM_MODEL}(first, second);`;
const INFILL_LIMITS = { batchTokens: 2_048, contextTokens: 16_384 };

type Body = Readonly<Record<string, unknown>>;

/** One way in which a server is asked, and in which it answers. */
export interface Dialect {
  /** The tokens of a request's prompt; at least one. */
  readonly prompt: (engine: Engine, body: Body) => readonly number[];
  readonly text: (behaviour: Behaviour) => string;
  readonly event: (text: string) => object;
  readonly last: object;
  /** Behind the last event. */
  readonly end: string;
}

const DONE = 'data: [DONE]\n\n';

const completions: Dialect = {
  prompt: ({ tokenize, control }, { prompt, suffix }) => [
    ...tokenize(String(prompt ?? ''), true),
    control.suffix,
    ...tokenize(String(suffix ?? ''), false),
  ],
  text: () => COMPLETION,
  event: (text) => ({ choices: [{ index: 0, text, finish_reason: null }] }),
  last: { choices: [{ index: 0, text: '', finish_reason: 'stop' }] },
  end: DONE,
};

const chat: Dialect = {
  prompt: ({ tokenize, control }, { messages }) => [
    control.prefix,
    ...tokenize(JSON.stringify(messages), false),
  ],
  text: ({ chatText = COMPLETION }) => chatText,
  event: (content) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
  last: { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  end: DONE,
};

/** The API of llama.cpp's own. */
const infill: Dialect = {
  prompt: (engine, { input_prefix, input_suffix, input_extra, prompt }) =>
    infillPrompt(
      engine,
      {
        prefix: String(input_prefix ?? ''),
        suffix: String(input_suffix ?? ''),
        extra: Array.isArray(input_extra) ? input_extra : [],
        prompt: String(prompt ?? ''),
      },
      INFILL_LIMITS,
    ),
  text: () => COMPLETION,
  event: (content) => ({ content, stop: false }),
  last: { content: '', stop: true, stop_type: 'eos' },
  end: '',
};

/** The dialect of a path; `undefined` where nobody asks for text. */
export function dialectOf(path: string): Dialect | undefined {
  if (path.endsWith('/chat/completions')) return chat;
  if (path.endsWith('/completions')) return completions;
  return path === '/infill' ? infill : undefined;
}
