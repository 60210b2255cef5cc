import {
  escaped,
  lines,
  type MarkdownText,
  markdown,
} from '../../server/src/protocol/markdownText.ts';
import type { ExplainResult } from '../../server/src/protocol/messages.ts';

const NOTHING = markdown``;

/** Returns, as Markdown, why nothing is suggested on a line, counted from 1; the newest reason first. */
export function whyPage(line: number, told: ExplainResult, now: number): MarkdownText {
  const [newest, ...before] = told.decisions;
  const sentences = [
    markdown`# Why no suggestion on line ${line}?`,
    NOTHING,
    ...(told.isEnabled
      ? []
      : [markdown`Aurelis is turned off. Run **Aurelis: Enable** to turn it on.`, NOTHING]),
    ...(told.isTrusted ? [] : [UNTRUSTED, NOTHING]),
    newest === undefined
      ? markdown`Nothing was asked on this line yet. Type, or ask for a suggestion with **Trigger Inline Suggestion**.`
      : markdown`**${escaped(newest.text)}** (${escaped(when(newest, now))})`,
    NOTHING,
  ];
  const earlier =
    before.length === 0
      ? []
      : [
          markdown`## Before that, on this line`,
          NOTHING,
          ...before.map((each) => markdown`- ${escaped(each.text)} (${escaped(when(each, now))})`),
          NOTHING,
        ];
  const models = !told.isTrusted
    ? [markdown`None is asked until you trust this folder.`]
    : told.endpoints.length === 0
      ? [
          markdown`No model is set up: suggestions come from your workspace. **Aurelis: Get Started** shows how to add one.`,
        ]
      : [
          ...told.endpoints.map(({ id, text }) => markdown`- **${escaped(id)}** ${escaped(text)}.`),
          ...lastAsked(told, now),
        ];
  return lines(...sentences, ...earlier, markdown`## Models`, NOTHING, ...models, NOTHING);
}

const UNTRUSTED = markdown`This folder is not trusted, so no model is asked: suggestions come only from its files. To use your models here, trust the folder with **Workspaces: Manage Workspace Trust**.`;

function lastAsked({ lastAsked: last }: ExplainResult, now: number): readonly MarkdownText[] {
  if (last === undefined) return [];
  const { id, text, at } = last;
  const ago = when({ at, times: 1 }, now);
  return [NOTHING, markdown`**${escaped(id)}** ${escaped(text)} (${escaped(ago)}).`];
}

function when({ at, times }: Omit<ExplainResult['decisions'][number], 'text'>, now: number) {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const ago =
    seconds < 2
      ? 'just now'
      : seconds < 120
        ? `${seconds} s ago`
        : `${Math.round(seconds / 60)} min ago`;
  return times === 1 ? ago : `${ago}, ${times} times`;
}
