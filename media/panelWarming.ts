import type { MetricsSnapshot } from '../server/src/protocol/snapshot.ts';
import { stoppedText, warmedCells } from '../server/src/protocol/warmingTexts.ts';
import { percent } from '../server/src/protocol/wording.ts';
import type { Section } from './sections.ts';

/** All that was prepared ahead of need, and what became of it; nothing as long as nothing was. */
export function warming({ warming: shown, upstream }: MetricsSnapshot): Section[] {
  const { state, rows, calls, precision } = shown;
  const why = stoppedText(shown);
  const stopped: Section[] =
    why === undefined ? [] : [{ kind: 'note', title: 'Warming ahead is off', text: why }];
  if (state === 'off' || rows.length === 0) return stopped;
  const ahead =
    precision === null ? '' : `; of those ahead ${percent(precision)} were used of late`;
  const prompts = `prompts read ahead: ${upstream.readAheads}`;
  const title = `Prepared answers (model calls: ${calls}, ${prompts}${ahead})`;
  const columns = ['Answers', 'Prepared', 'Used', 'Of those whose time is over'];
  return [{ kind: 'table', title, columns, rows: rows.map(warmedCells) }, ...stopped];
}
