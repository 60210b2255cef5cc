import { gatewayCacheText, gatewayModelsText } from '../server/src/protocol/gatewayTexts.ts';
import type { MetricsSnapshot } from '../server/src/protocol/snapshot.ts';
import type { Section } from './sections.ts';

/** Endpoints that are Aurelis gateways, and their word to us; nothing where there are none. Limits stand beside the endpoints. */
export function gateways({ endpoints }: Pick<MetricsSnapshot, 'endpoints'>): Section[] {
  const rows = endpoints.flatMap(({ id, gateway }) =>
    gateway === undefined ? [] : [[id, gatewayCacheText(gateway), gatewayModelsText(gateway)]],
  );
  if (rows.length === 0) return [];
  const columns = ['Gateway', 'From its cache', 'Models for your key'];
  return [{ kind: 'table', title: 'Gateways', columns, isWide: true, rows }];
}
