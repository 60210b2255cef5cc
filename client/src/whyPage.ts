import type { ExplainResult } from '../../server/src/protocol/messages.ts';

/** Returns, as Markdown, why nothing is suggested on a line, counted from 1; the newest reason first. */
export function whyPage(line: number, told: ExplainResult, now: number): string {
  const [newest, ...before] = told.decisions;
  const sentences = [
    `# Why no suggestion on line ${line}?`,
    '',
    ...(told.isEnabled
      ? []
      : ['Aurelis is turned off. Run **Aurelis: Enable** to turn it on.', '']),
    newest === undefined
      ? 'Nothing was asked on this line yet. Type, or ask for a suggestion with **Trigger Inline Suggestion**.'
      : `**${escaped(newest.text)}** (${when(newest, now)})`,
    '',
  ];
  const earlier =
    before.length === 0
      ? []
      : [
          '## Before that, on this line',
          '',
          ...before.map((each) => `- ${escaped(each.text)} (${when(each, now)})`),
          '',
        ];
  const models =
    told.endpoints.length === 0
      ? [
          'No model is set up: suggestions come from your workspace. **Aurelis: Get Started** shows how to add one.',
        ]
      : told.endpoints.map(({ id, text }) => `- **${escaped(id)}** ${escaped(text)}.`);
  return [...sentences, ...earlier, '## Models', '', ...models, ''].join('\n');
}

function when({ at, times }: ExplainResult['decisions'][number], now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const ago =
    seconds < 2
      ? 'just now'
      : seconds < 120
        ? `${seconds} s ago`
        : `${Math.round(seconds / 60)} min ago`;
  return times === 1 ? ago : `${ago}, ${times} times`;
}

/** Names from the settings must not be markup. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>()#|!~]/g, '\\$&');
