import type { OutgoingResult } from '../../server/src/protocol/messages.ts';

/** Returns, as plain text, what would be sent for a suggestion on a line, counted from 1. */
export function sentPage(line: number, { nothing, requests }: OutgoingResult): string {
  if (nothing !== undefined) return `Nothing would be sent on line ${line}.\n\n${nothing}\n`;
  const order = requests.length === 1 ? [] : ['The endpoints are tried in this order.', ''];
  return [
    `This would be sent if you asked for a suggestion on line ${line} now. Nothing has been sent to show it.`,
    '',
    ...order,
    ...requests.flatMap(requestText),
  ].join('\n');
}

function requestText({
  endpoint,
  url,
  headers,
  body,
  masked,
}: OutgoingResult['requests'][number]): string[] {
  const credentials =
    masked === 0
      ? 'No credential was found in it.'
      : `${masked === 1 ? 'One credential is' : `${masked} credentials are`} replaced by placeholders.`;
  return [
    RULE,
    `Endpoint "${endpoint}"`,
    `POST ${url}`,
    `Headers: ${headers.join(', ')}`,
    credentials,
    '',
    'The same, easier to read:',
    '',
    ...readable(body),
    '',
    'The body, exactly as it is sent (compressed on the way where the endpoint takes that):',
    '',
    body,
    '',
  ];
}

const RULE = '─'.repeat(80);

/** The members of a body, texts with their line ends. */
function readable(body: string): string[] {
  const members = Object.entries(JSON.parse(body) as Record<string, unknown>);
  return members.flatMap(([name, value]) => memberText(name, value));
}

function memberText(name: string, value: unknown): string[] {
  if (typeof value === 'string' && value.includes('\n'))
    return [`${name}:`, ...value.split('\n').map((line) => `  │${line}`)];
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([inner, each]) => memberText(`${name}.${inner}`, each));
  }
  return [`${name}: ${JSON.stringify(value)}`];
}
