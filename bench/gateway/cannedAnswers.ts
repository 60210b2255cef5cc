const HEAD = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' };

/** An event of a streamed answer, in OpenAI's form. */
const event = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({ ...HEAD, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

/** A whole answer, in OpenAI's form. */
export const WHOLE = JSON.stringify({
  ...HEAD,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'word' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 },
});
export const DELTA = event({ content: 'word ' }, null);
export const END = `${event({}, 'stop')}data: [DONE]\n\n`;

const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

/** The same, as they go over a connection of HTTP/1.1. */
export const answerOf = {
  whole: `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${WHOLE.length}\r\n\r\n${WHOLE}`,
  streamHead:
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n',
};
export const CHUNKS = { delta: chunk(DELTA), last: `${chunk(DELTA)}${chunk(END)}0\r\n\r\n` };
