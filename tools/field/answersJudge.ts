import { chat, DONE, event } from './events.ts';
import type { AnswerCase } from './fieldCase.ts';

/** The brothers of `answers.ts`: they judge the reader, and nothing is written against them. */
export const JUDGED_ANSWERS: readonly AnswerCase[] = [
  {
    name: 'an end that comes early, alone',
    source: 'open-webui/open-webui#16377',
    body: `${chat(null, 'stop', { reasoning_content: 'hm' })}${chat('sum')}${chat('(a)', 'stop')}${DONE}`,
    text: 'sum(a)',
    isStorable: false,
  },
  {
    name: 'no end at all on a natural stop',
    source: 'waybarrios/vllm-mlx#628',
    body: `${chat('sum')}${chat('')}${DONE}`,
    text: 'sum',
    ending: 'length',
    isStorable: false,
  },
  {
    name: 'an end in capitals',
    source: 'Gemini API documentation (STOP)',
    body: `${chat('sum', 'STOP')}${DONE}`,
    text: 'sum',
    isStorable: true,
  },
  {
    name: "Cohere's word",
    source: 'docs.cohere.com (COMPLETE)',
    body: `${chat('sum')}${chat('', 'COMPLETE')}`,
    text: 'sum',
    isStorable: true,
  },
  {
    name: "Anthropic's own events",
    source: 'Anthropic documentation (streaming)',
    body:
      `event: message_start\n${event({ type: 'message_start', message: { id: 'm', content: [], usage: { input_tokens: 5, output_tokens: 1 } } })}` +
      `event: ping\n${event({ type: 'ping' })}` +
      `event: content_block_delta\n${event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'sum' } })}` +
      `event: message_delta\n${event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } })}` +
      `event: message_stop\n${event({ type: 'message_stop' })}`,
    text: 'sum',
    isStorable: true,
  },
  {
    name: "llama.cpp's own events where OpenAI's were asked for",
    source: 'llama.cpp (/completions without /v1)',
    body: `${event({ content: 'sum', stop: false })}${event({ content: '', stop: true, stop_type: 'eos' })}`,
    text: 'sum',
    isStorable: true,
  },
  {
    name: "Ollama's chat where OpenAI's was asked for",
    source: 'ollama (/api/chat)',
    type: 'application/x-ndjson',
    body: '{"message":{"role":"assistant","content":"sum"},"done":false}\n{"message":{"content":""},"done":true,"done_reason":"stop"}\n',
    text: 'sum',
    isStorable: true,
  },
  {
    name: "TGI's own events",
    source: 'huggingface.co/docs/text-generation-inference',
    body: `data:${JSON.stringify({ token: { id: 1, text: 'sum', special: false }, generated_text: null, details: null })}\n\ndata:${JSON.stringify({ token: { id: 2, text: '</s>', special: true }, generated_text: 'sum', details: { finish_reason: 'eos_token' } })}\n\n`,
    text: 'sum',
    isStorable: true,
  },
  {
    name: 'a filter that takes the answer',
    source: 'Azure OpenAI documentation (content_filter)',
    body: `${chat('', 'content_filter')}${DONE}`,
    text: '',
    ending: 'length',
    fault: 'moderated',
  },
  {
    name: 'an error of FastAPI inside a 200',
    source: 'FastAPI documentation',
    type: 'application/json',
    body: '{"detail":"Model is overloaded"}',
    text: '',
    ending: 'length',
    fault: 'refusal',
  },
  {
    name: 'an error in plain words',
    source: 'field',
    body: 'data: Error: upstream closed\n\n',
    text: '',
    ending: 'length',
    fault: 'refusal',
  },
  {
    name: 'only usage',
    source: 'OpenAI documentation (include_usage)',
    body: `${event({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 0 } })}${DONE}`,
    text: '',
    ending: 'length',
  },
  {
    name: 'a model that has nothing to say',
    source: 'lmstudio-ai/lmstudio-bug-tracker#2339',
    body: `${chat('')}${chat('', 'stop')}${DONE}`,
    text: '',
    isStorable: true,
  },
  {
    name: 'a login page that is called a stream',
    source: 'any captive portal',
    body: '\n<HTML><HEAD><TITLE>Welcome to the hotel</TITLE></HEAD></HTML>',
    text: '',
    ending: 'length',
    fault: 'page',
  },
  {
    name: 'an error beside choices',
    source: 'OpenRouter documentation (errors while streaming)',
    body: event({
      error: { code: 502, message: 'Provider disconnected' },
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
    }),
    text: '',
    ending: 'length',
    fault: 'refusal',
  },
];
