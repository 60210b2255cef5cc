type Members = Readonly<Record<string, unknown>>;

/** The events of a stream that brings the same answer as a whole body does: one for each choice, its end, and the usage. */
export function eventsOf(body: string, wantsUsage: boolean): string[] {
  const { choices, usage, object: _, ...head } = JSON.parse(body) as Members;
  const all = (Array.isArray(choices) ? choices : []).filter(isMembers);
  // Not every server says what its answer is.
  const isChat = !all.some(({ text }) => typeof text === 'string');
  const hasUsage = wantsUsage && usage !== undefined;
  const event = (more: Members) =>
    JSON.stringify({
      ...head,
      object: isChat ? 'chat.completion.chunk' : 'text_completion',
      ...(hasUsage ? { usage: null } : {}),
      ...more,
    });
  const parts = all.flatMap((choice) => {
    const { index = 0, message, text, finish_reason: finish = 'stop', logprobs = null } = choice;
    if (!isChat) return [event({ choices: [{ index, text, logprobs, finish_reason: finish }] })];
    const said = [{ index, delta: delta(message), logprobs, finish_reason: null }];
    const end = [{ index, delta: {}, logprobs: null, finish_reason: finish }];
    return [event({ choices: said }), event({ choices: end })];
  });
  return hasUsage ? [...parts, event({ choices: [], usage })] : parts;
}

/** A message as the only piece of a stream: calls of tools have their places there. */
function delta(message: unknown): unknown {
  const { tool_calls: calls, ...said } = isMembers(message) ? message : {};
  if (!Array.isArray(calls)) return said;
  return { ...said, tool_calls: calls.map((call: Members, index) => ({ index, ...call })) };
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The events of a stream for a client that has not asked for the usage: without the one that brings it, and without the word in all others that it comes later. */
export const withoutUsage = (events: readonly string[]): readonly string[] =>
  events.some((each) => each.includes('"usage"'))
    ? events.filter((each) => !isUsageOnly(each)).map(unannounced)
    : events;

const isUsageOnly = (event: string): boolean =>
  /"choices":\s{0,4}\[\]/.test(event) && /"usage":\s{0,4}\{/.test(event);

/** Within a text its quotes would be escaped. */
const unannounced = (event: string): string =>
  event.replace(/,\s{0,4}"usage":\s{0,4}null(?=\s{0,4}[,}])/, '');
