import {
  callerLimitTexts,
  gatewayCacheText,
  gatewayModelsText,
} from '../../protocol/gatewayTexts.ts';
import { escaped, type MarkdownText, markdown, table } from '../../protocol/markdownText.ts';
import type { Report } from '../../protocol/report.ts';

/** The gateways of a report: the limits of the key, and how much came from their caches. */
export function gatewaysText(gateways: Report['gateways']): MarkdownText[] {
  if (gateways.length === 0) return [];
  const rows = gateways.map((gateway) => [
    gateway.endpoint,
    callerLimitTexts(gateway).join(', ') || 'no limit',
    gatewayCacheText(gateway),
    gatewayModelsText(gateway),
  ]);
  const columns = ['Gateway', 'Left for your key', 'From its cache', 'Models for your key'];
  const cells = (row: readonly string[]) => row.map((cell) => escaped(cell));
  return [markdown`## Gateways`, table(cells(columns), rows.map(cells), columns.length)];
}
