import { callerLimitTexts, gatewayCacheText } from '../../server/src/protocol/gatewayTexts.ts';
import { escaped, type MarkdownText, markdown } from '../../server/src/protocol/markdownText.ts';
import { MAX_ID } from '../../server/src/protocol/plainText.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';

const MOST_GATEWAYS = 3;

/** The gateways in the hover: what is left of the key's limits, and what came from their caches. */
export const gatewayLines = ({ endpoints }: MetricsSnapshot): MarkdownText[] =>
  endpoints
    .flatMap(({ id, gateway }) => (gateway === undefined ? [] : [{ id, gateway }]))
    .slice(0, MOST_GATEWAYS)
    .map(({ id, gateway }) => {
      const left = callerLimitTexts(gateway);
      const limits = left.length === 0 ? 'no limits for this key' : `left: ${left.join(', ')}`;
      return markdown`$(server) Gateway ${escaped(id, MAX_ID)}: ${escaped(limits)}. From its cache: ${escaped(gatewayCacheText(gateway))}.`;
    });
