import type { EngineHost } from '../engine/engineHost.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { plain } from '../protocol/plainText.ts';
import type { WarmingParams, WarmingResult } from '../protocol/warming.ts';
import { type Logging, serverLog } from './serverLog.ts';

/** Does what the user wants with warming, and says what came of it. */
export function commandWarming(
  { warming }: Pick<EngineHost, 'warming'>,
  { do: command }: WarmingParams,
): WarmingResult {
  if (command === 'again') return { text: warming.again() ? AGAIN : WAS_ON };
  return { text: warming.forget() ? FORGOTTEN : NOT_FORGOTTEN };
}

const AGAIN = plain`Aurelis: warming ahead is on again.`;
const WAS_ON = plain`Aurelis: warming ahead had not switched itself off. The setting aurelis.warming.enable turns it on or off.`;
const FORGOTTEN = plain`Aurelis: the usage history on this machine is forgotten.`;
const NOT_FORGOTTEN = plain`Aurelis: the file of the usage history cannot be written just now. Try again in a minute.`;

/** Says in the log when warming ahead switches itself off, and when it is on again. */
export const logWarming =
  (connection: Logging) =>
  (event: Extract<MetricsEvent, { readonly kind: 'warmingOff' | 'warmingOn' }>): void => {
    const { info } = serverLog(connection);
    if (event.kind === 'warmingOn') {
      info(plain`Warming ahead: on again`);
      return;
    }
    const share = Math.round(100 * event.precision);
    const what = event.reason === 'unused' ? 'prepared answers were used' : 'guesses were right';
    info(
      plain`Warming ahead: switched itself off, because only ${share} % of its ${what}. “Aurelis: Warm Ahead Again” switches it on`,
    );
  };
