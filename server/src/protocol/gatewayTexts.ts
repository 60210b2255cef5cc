import type { GatewaySnapshot } from './gateway.ts';
import { compact, percentOf } from './wording.ts';

/** Models that are named; the others are counted. */
const MAX_NAMED = 8;
/** Whole amounts are shown as such. */
const amount = (value: number): string =>
  Number.isInteger(value) ? compact(value) : value.toFixed(2);

/** As in `52 of 60 requests per minute`; money is in the gateway's currency. */
export const callerLimitTexts = ({ limits }: Pick<GatewaySnapshot, 'limits'>): string[] =>
  limits.map(({ of, per, limit, remaining }) => {
    const [left, all] =
      of === 'money'
        ? [remaining.toFixed(2), limit.toFixed(2)]
        : [amount(Math.floor(remaining)), amount(limit)];
    return `${left} of ${all}${of === 'money' ? ' in money' : ` ${of}`} per ${per}`;
  });

/** The models that a gateway offers, and what is known of them. */
export function gatewayModelsText({ models, moreModels }: GatewaySnapshot): string {
  if (models.length === 0) return 'none for this key yet';
  const named = models.slice(0, MAX_NAMED).map(({ name, fills, inputTokens, outputTokens }) => {
    const facts = [
      ...(fills === true ? ['fills in the middle'] : []),
      ...(inputTokens === undefined ? [] : [`requests up to ${compact(inputTokens)} tokens`]),
      ...(outputTokens === undefined ? [] : [`answers up to ${compact(outputTokens)} tokens`]),
    ];
    return facts.length === 0 ? name : `${name} (${facts.join(', ')})`;
  });
  const more = moreModels + models.length - named.length;
  return [...named, ...(more === 0 ? [] : [`${more} more`])].join(', ');
}

/** How many answers the gateway had, which cost nothing. */
export function gatewayCacheText({ answers, fromCache }: GatewaySnapshot): string {
  if (fromCache === 0) return answers === 0 ? 'no answers yet' : `none of ${answers} answers`;
  return `${fromCache} of ${answers} answers (${percentOf(fromCache, answers)}), at no cost`;
}
