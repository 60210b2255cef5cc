import type { MetricsSnapshot } from '../server/src/protocol/snapshot.ts';
import type { KnobSnapshot } from '../server/src/protocol/tuning.ts';
import { undoRemedy } from '../server/src/protocol/tuningRemedies.ts';
import {
  entryText,
  hasNews,
  isTuned,
  knobText,
  knobTitle,
  knobValue,
} from '../server/src/protocol/tuningTexts.ts';
import type { Section } from './sections.ts';

const TITLE = 'Tuning';
/** The journal outlives days. */
const WHEN = { dateStyle: 'short', timeStyle: 'short' } as const;

/** The knobs with their evidence, a button for each that was moved, and what was done last; nothing while tuning is off. */
export function tuning({ tuning: told }: Pick<MetricsSnapshot, 'tuning'>): Section[] {
  if (told === undefined || !hasNews(told)) return [];
  const { knobs, entries, samples, isElsewhere } = told;
  const text = isElsewhere
    ? 'Another window looks for better values. This one uses what it finds.'
    : `Better values are looked for every five minutes, over ${samples} requests so far. “Aurelis: Use Default Tuning” undoes everything.`;
  return [
    { kind: 'note', title: TITLE, text, isWide: true },
    {
      kind: 'table',
      title: 'Tuned values',
      isWide: true,
      columns: ['Value', 'Now', 'Default', 'Between', 'Evidence'],
      rows: knobs.map(rowOf),
    },
    ...undoable(knobs),
    ...(entries.length === 0
      ? []
      : [
          {
            kind: 'list',
            title: 'Last changes',
            lines: entries.map(
              (entry) =>
                `${new Date(entry.at).toLocaleString(undefined, WHEN)}  ${knobTitle(entry.knob)}: ${entryText(entry)}`,
            ),
          } as const,
        ]),
  ];
}

const rowOf = (knob: KnobSnapshot): string[] => {
  const value = (of: number) => knobValue(knob.name, of);
  const range = knob.choices === undefined ? `${value(knob.least)} to ${value(knob.most)}` : '–';
  return [knobTitle(knob.name), value(knob.value), value(knob.usual), range, knobText(knob)];
};

function undoable(knobs: readonly KnobSnapshot[]): Section[] {
  const moved = knobs.filter(isTuned);
  if (moved.length === 0) return [];
  const notices = moved.map((knob) => ({
    title: knobTitle(knob.name),
    text: `Now ${knobValue(knob.name, knob.value)}. Undo puts it back to ${knobValue(knob.name, knob.usual)}, and leaves it alone for a week.`,
    tone: 'info' as const,
    remedy: undoRemedy(knob),
  }));
  return [{ kind: 'notices', title: 'Changed by tuning', notices }];
}
