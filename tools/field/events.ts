/** A server-sent event. */
export const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

/** An event of a chat in OpenAI's dialect; `more` is beside its content. */
export const chat = (content: unknown, finish: unknown = null, more: object = {}): string =>
  event({ choices: [{ index: 0, delta: { content, ...more }, finish_reason: finish }] });

/** The end of a stream in that dialect. */
export const DONE = 'data: [DONE]\n\n';
