import { escaped, type MarkdownText, markdown, table } from '../../protocol/markdownText.ts';
import type { TuningSnapshot } from '../../protocol/tuning.ts';
import { hasNews, knobText, knobTitle, knobValue } from '../../protocol/tuningTexts.ts';

/** The report's part about tuning; nothing while it is off. */
export function tuningText(tuning: TuningSnapshot | undefined): MarkdownText[] {
  if (tuning === undefined || !hasNews(tuning)) return [];
  const rows = tuning.knobs.map((knob) => [
    knobTitle(knob.name),
    knobValue(knob.name, knob.value),
    knobValue(knob.name, knob.usual),
    knobText(knob),
  ]);
  const columns = ['Value', 'Now', 'Default', 'Evidence'];
  return [
    markdown`## Tuning`,
    table(
      columns.map((text) => escaped(text)),
      rows.map((row) => row.map((text) => escaped(text))),
    ),
  ];
}
