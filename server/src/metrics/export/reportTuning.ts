import { escaped, lines, type MarkdownText, markdown } from '../../protocol/markdownText.ts';
import type { KnobSnapshot, TuningSnapshot } from '../../protocol/tuning.ts';
import { hasNews, knobText, knobTitle, knobValue } from '../../protocol/tuningTexts.ts';

/** The report's part about tuning; nothing while it is off. */
export function tuningText(tuning: TuningSnapshot | undefined): MarkdownText[] {
  if (tuning === undefined || !hasNews(tuning)) return [];
  return [markdown`## Tuning`, lines(...tuning.knobs.map(pointOf))];
}

function pointOf(knob: KnobSnapshot): MarkdownText {
  const value = (of: number) => escaped(knobValue(knob.name, of));
  const now = markdown`${value(knob.value)} (default: ${value(knob.usual)})`;
  return markdown`- **${escaped(knobTitle(knob.name))}:** ${now}. ${escaped(knobText(knob))}`;
}
